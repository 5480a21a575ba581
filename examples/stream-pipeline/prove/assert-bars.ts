import assert from 'node:assert/strict';

import type { Bar } from '../src/aggregation/bar.ts';
import { readWalk } from '../src/generator/walk.ts';
import type { Bench } from './bench.ts';
import { referenceBars } from './reference-bars.ts';
import { whileStill } from './while-still.ts';

/** Compares all bars and projections in the database with those of the reference. Returns how many bars there are. */
export function assertBars(bench: Bench): Promise<number> {
  return whileStill(bench, async () => {
    const walk = await readWalk(bench.redis);
    const wanted = referenceBars(walk, walk.sent).map(inOrder).toSorted();
    const rows = await bench.ask<Readonly<Record<string, string>>>('select * from bar');
    const found = rows.map((row) => inOrder(barOf(row))).toSorted();
    assert.ok(wanted.length > 0, 'no bar is over yet');
    assert.deepEqual(found, wanted);
    return found.length;
  });
}

function barOf(row: Readonly<Record<string, string>>): Bar {
  return {
    symbol: row.symbol,
    seconds: Number(row.seconds),
    startMs: Number(row.start_ms),
    openCents: Number(row.open_cents),
    highCents: Number(row.high_cents),
    lowCents: Number(row.low_cents),
    closeCents: Number(row.close_cents),
    size: Number(row.size),
    trades: Number(row.trades),
  };
}

/** One line, that begins with what tells bars apart. */
function inOrder({
  symbol,
  seconds,
  startMs,
  openCents,
  highCents,
  lowCents,
  closeCents,
  size,
  trades,
}: Bar) {
  return `${symbol} ${seconds}s ${startMs}: ${openCents} ${highCents} ${lowCents} ${closeCents}, ${size} in ${trades}`;
}
