import type { MetricFamily } from '@telltale/model';
import { single } from '../plain-family.ts';

const MICROSECONDS = 1e6;
/** Why tasks waited, and what node_exporter calls the line of it; a processor is never wholly stalled. */
const LINES = {
  cpu: [['some', 'waiting']],
  io: [
    ['some', 'waiting'],
    ['full', 'stalled'],
  ],
  memory: [
    ['some', 'waiting'],
    ['full', 'stalled'],
  ],
} as const;

/** `/proc/pressure/*`: for how long tasks waited for processors, disks or memory. */
export function parsePressure(resource: keyof typeof LINES, text: string): MetricFamily[] {
  return LINES[resource].flatMap(([line, state]) => {
    const [, total] = new RegExp(`^${line} .*total=(\\d+)$`, 'm').exec(text) ?? [];
    if (total === undefined) return [];
    const name = `node_pressure_${resource}_${state}_seconds_total`;
    const help = `Total time in seconds that processes have waited for ${resource}`;
    return [single('counter', name, help, Number(total) / MICROSECONDS)];
  });
}
