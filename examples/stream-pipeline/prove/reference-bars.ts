import type { Bar } from '../src/aggregation/bar.ts';
import { BAR_LENGTHS, LATENESS_MS } from '../src/aggregation/bar.ts';
import type { WalkOptions } from '../src/market/random-walk.ts';
import { randomWalk } from '../src/market/random-walk.ts';
import type { Trade } from '../src/market/trade.ts';

/** The bars that are over when so many trades of a walk were made, computed from the walk itself, in order. */
export function referenceBars(walk: WalkOptions, count: number): readonly Bar[] {
  const generated = randomWalk(walk);
  const trades = Array.from({ length: count }, () => generated.next().value.trade).toSorted(
    (a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1),
  );
  const lastMs = trades[trades.length - 1].atMs;
  return Object.values(BAR_LENGTHS).flatMap((seconds) => {
    const lengthMs = seconds * 1000;
    const endMs = Math.floor((lastMs - LATENESS_MS) / lengthMs) * lengthMs;
    const startOf = ({ atMs }: Trade) => Math.floor(atMs / lengthMs) * lengthMs;
    const over = trades.filter(({ atMs }) => atMs < endMs);
    const groups = Map.groupBy(over, (trade) => `${startOf(trade)} ${trade.symbol}`);
    return [...groups.values()].map((group) => barOf(group, seconds, startOf(group[0])));
  });
}

function barOf(trades: readonly Trade[], seconds: number, startMs: number): Bar {
  const cents = trades.map((trade) => trade.cents);
  return {
    symbol: trades[0].symbol,
    seconds,
    startMs,
    openCents: cents[0],
    highCents: Math.max(...cents),
    lowCents: Math.min(...cents),
    closeCents: cents[cents.length - 1],
    size: trades.reduce((sum, { size }) => sum + size, 0),
    trades: trades.length,
  };
}
