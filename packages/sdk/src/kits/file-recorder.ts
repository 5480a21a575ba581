import { readFileSync } from 'node:fs';
import type { MonitoringDefinition } from '@telltale/definition';
import type { Registry } from '../registry/registry.ts';
import { bindKit } from './kit-binding.ts';
import { oncePerTurn } from './once-per-turn.ts';

type Totals = ReadonlyMap<string, number>;

/** Fields of `/proc/self/io` by role and direction. */
const FIELDS = [
  { role: 'bytes', direction: 'read', field: 'rchar' },
  { role: 'bytes', direction: 'write', field: 'wchar' },
  { role: 'operations', direction: 'read', field: 'syscr' },
  { role: 'operations', direction: 'write', field: 'syscw' },
  { role: 'storageBytes', direction: 'read', field: 'read_bytes' },
  { role: 'storageBytes', direction: 'write', field: 'write_bytes' },
] as const;

/**
 * Records what the process reads and writes at each scrape, into the metrics of the file kit: from
 * `/proc/self/io` on Linux, elsewhere only the operations that reached the storage.
 */
export function recordFiles(definition: MonitoringDefinition, registry: Registry): void {
  const binding = bindKit(definition, registry, 'files');
  if (!binding.kit) return;
  const totals = oncePerTurn(process.platform === 'linux' ? readProcIo : resourceTotals);
  for (const { role, direction, field } of FIELDS) {
    const total = () => totals().get(field);
    if (total() === undefined) continue;
    binding.counter(role).collect({ direction }, () => total() ?? 0);
  }
}

function readProcIo(): Totals {
  let text = '';
  try {
    text = readFileSync('/proc/self/io', 'utf8');
  } catch {
    // Containers may hide it.
    return resourceTotals();
  }
  const lines = text.split('\n').map((line) => line.split(': '));
  return new Map(lines.map(([field, value]) => [field, Number(value)]));
}

function resourceTotals(): Totals {
  const { fsRead, fsWrite } = process.resourceUsage();
  return new Map([
    ['syscr', fsRead],
    ['syscw', fsWrite],
  ]);
}
