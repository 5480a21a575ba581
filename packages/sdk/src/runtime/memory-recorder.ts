import { readFileSync } from 'node:fs';
import type { KitBinding } from '../kits/kit-binding.ts';
import { oncePerTurn } from '../kits/once-per-turn.ts';
import type { TrackedCaches } from '../kits/tracked-caches.ts';
import { nodeV8 } from '../platform/node-modules.ts';

/** Records the memory of the process when it is scraped. */
export function recordMemory(kit: KitBinding, caches: TrackedCaches): void {
  const memory = oncePerTurn(() => process.memoryUsage());
  kit.gauge('residentMemory').read({}, () => memory().rss);
  kit.gauge('heapUsed').read({}, () => memory().heapUsed);
  kit.gauge('heapTotal').read({}, () => memory().heapTotal);
  kit.gauge('external').read({}, () => memory().external);
  kit.gauge('arrayBuffers').read({}, () => memory().arrayBuffers);
  recordHeapSpaces(kit);
  const profile = kit.gauge('memoryProfile');
  profile.read({ area: 'total' }, () => memory().rss);
  profile.read({ area: 'heap' }, () => memory().heapTotal);
  profile.read({ area: 'cache' }, () => caches.bytes());
  if (process.platform !== 'linux') return;
  const status = oncePerTurn(() => readFileSync('/proc/self/status', 'utf8'));
  profile.read({ area: 'stack' }, () => statusBytes(status(), 'VmStk'));
  kit.gauge('virtualMemory').read({}, () => statusBytes(status(), 'VmSize'));
}

function recordHeapSpaces(kit: KitBinding): void {
  const spaces = oncePerTurn(() =>
    nodeV8()
      .getHeapSpaceStatistics()
      .map((space) => ({ ...space, name: space.space_name.replace(/_space$/, '') })),
  );
  kit
    .gauge('spaceTotal')
    .readAll(() => spaces().map(({ name, space_size: bytes }) => [{ space: name }, bytes] as const));
  kit
    .gauge('spaceUsed')
    .readAll(() => spaces().map(({ name, space_used_size: bytes }) => [{ space: name }, bytes] as const));
  kit
    .gauge('spaceAvailable')
    .readAll(() =>
      spaces().map(({ name, space_available_size: bytes }) => [{ space: name }, bytes] as const),
    );
}

/** A figure of `/proc/self/status`, which is in kibibytes. */
function statusBytes(status: string, field: string): number {
  const [, kibibytes = '0'] = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status) ?? [];
  return Number(kibibytes) * 1024;
}
