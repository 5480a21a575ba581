import type { MetricFamily } from '@telltale/model';
import { single } from '../plain-family.ts';

/** `/proc/meminfo`: every field as node_exporter names it, kibibytes turned into bytes. */
export function parseMemoryInfo(text: string): MetricFamily[] {
  const families: MetricFamily[] = [];
  for (const line of text.split('\n')) {
    const match = /^([^:]+):\s+(\d+)( kB)?$/.exec(line);
    if (!match) continue;
    const [, field, digits, isKibibytes] = match;
    const stem = field.replaceAll('(', '_').replaceAll(')', '');
    const name = `node_memory_${stem}${isKibibytes ? '_bytes' : ''}`;
    const value = Number(digits) * (isKibibytes ? 1024 : 1);
    families.push(single('gauge', name, `Memory information field ${stem}.`, value));
  }
  return families;
}
