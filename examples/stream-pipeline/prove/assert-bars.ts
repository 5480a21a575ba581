import assert from 'node:assert/strict';

import { readWalk } from '../src/generator/walk.ts';
import type { Bench } from './bench.ts';
import { referenceBars } from './reference-bars.ts';
import { whileStill } from './while-still.ts';

/** One line for each bar, in the order of {@link lineOf}. */
const ALL_BARS = `select concat_ws(' ', symbol, seconds, start_ms, open_cents, high_cents, low_cents, close_cents,
  size, trades) as line from bar`;

/** Compares all bars in the database with those of the reference. Returns how many bars there are. */
export function assertBars(bench: Bench): Promise<number> {
  return whileStill(bench, async () => {
    const walk = await readWalk(bench.redis);
    const wanted = referenceBars(walk, walk.sent).map(lineOf).toSorted();
    const found = (await bench.ask<{ line: string }>(ALL_BARS)).map(({ line }) => line).toSorted();
    assert.ok(wanted.length > 0, 'no bar is over yet');
    assert.deepEqual(found, wanted);
    return found.length;
  });
}

function lineOf(bar: ReturnType<typeof referenceBars>[number]): string {
  const { symbol, seconds, startMs, openCents, highCents, lowCents, closeCents, size, trades } = bar;
  return [symbol, seconds, startMs, openCents, highCents, lowCents, closeCents, size, trades].join(' ');
}
