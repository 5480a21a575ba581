import { LabelSet, MemorySeriesStore } from '@telltale/model';

const STEP_MS = 5000;
const SPAN_MS = 40 * 60_000;
const TARGET = { job: 'mill', instance: '127.0.0.1:1' };
const BUCKETS = ['0.1', '0.5', '1', '5', '+Inf'];

/** Forty minutes of a mill, up to a moment: two flours through gates of their own, two stones of which one is hot. */
export function millSamples(endMs: number): MemorySeriesStore {
  const store = new MemorySeriesStore();
  const times = Array.from({ length: SPAN_MS / STEP_MS }, (_, i) => endMs - SPAN_MS + (i + 1) * STEP_MS);
  const add = (labels: Readonly<Record<string, string>>, valueAt: (step: number) => number): void =>
    store.add(
      LabelSet.of({ ...TARGET, ...labels }),
      times.map((timeMs, step) => [timeMs, valueAt(step)] as const),
    );
  for (const [i, [flour, gate]] of GATES.entries())
    add({ __name__: 'sacks_total', flour, gate }, (step) => step * (i + 1));
  for (const [i, le] of BUCKETS.entries())
    add({ __name__: 'grind_duration_seconds_bucket', le }, (step) => step * (i + 1));
  add({ __name__: 'grind_duration_seconds_count' }, (step) => step * BUCKETS.length);
  add({ __name__: 'grind_duration_seconds_sum' }, (step) => step);
  for (const [stone, celsius] of [
    ['upper', 85],
    ['lower', 40],
  ] as const) {
    add({ __name__: 'stone_celsius', stone }, (step) => celsius + Math.sin(step / 20) * 5);
    add({ __name__: 'stone_turns', stone }, (step) => (stone === 'lower' && step % 200 > 150 ? 0 : 1));
  }
  add({ __name__: 'bin_fill_ratio' }, (step) => 0.4 + (step % 100) / 400);
  return store;
}

const GATES = [
  ['rye', 'north'],
  ['rye', 'east'],
  ['wheat', 'south'],
  ['wheat', 'west'],
] as const;
