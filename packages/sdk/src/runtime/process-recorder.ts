import { readFileSync, readdirSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import type { KitBinding } from '../kits/kit-binding.ts';
import { oncePerTurn } from '../kits/once-per-turn.ts';

/** Records CPU time, descriptors, resources and the version of the process, when they are scraped. */
export function recordProcess(kit: KitBinding): void {
  const cpu = oncePerTurn(() => process.cpuUsage());
  kit.counter('cpu').collect({}, () => (cpu().user + cpu().system) / 1e6);
  kit.counter('cpuUser').collect({}, () => cpu().user / 1e6);
  kit.counter('cpuSystem').collect({}, () => cpu().system / 1e6);
  kit.gauge('startTime').set({}, performance.timeOrigin / 1000);
  kit
    .gauge('activeResources')
    .readAll(() => process.getActiveResourcesInfo().map((type) => [{ type }, 1] as const));
  const { version } = process;
  const [major, minor, patch] = version.slice(1).split('.');
  kit.gauge('versionInfo').set({ version, major, minor, patch }, 1);
  if (process.platform === 'linux') recordDescriptors(kit);
}

function recordDescriptors(kit: KitBinding): void {
  kit.gauge('openFds').read({}, () => readdirSync('/proc/self/fd').length);
  const limit = maxOpenFiles();
  if (limit !== undefined) kit.gauge('maxFds').set({}, limit);
}

function maxOpenFiles(): number | undefined {
  try {
    const [, limit] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return limit === undefined ? undefined : Number(limit);
  } catch {
    // Containers may hide it.
    return undefined;
  }
}
