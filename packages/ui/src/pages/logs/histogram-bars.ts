import type { LogCountsResponse } from '@telltale/station/contract';
import { LOG_LEVELS } from '../../format/log-level.ts';
import type { LogLevel } from '../../format/log-level.ts';

/** Lines of a step, by level. */
export interface LogBar {
  readonly startMs: number;
  readonly endMs: number;
  readonly counts: ReadonlyMap<LogLevel, number>;
  readonly total: number;
}

/** Bars that people can tell apart, and point at. */
const MAX_BARS = 90;
const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12, 24].map((hours) => hours * HOUR_MS),
];
const DAY_MS = 24 * HOUR_MS;

/** How long a bar of a stretch of time is. */
export function barStep(spanMs: number): number {
  const step = STEPS_MS.find((one) => spanMs / one <= MAX_BARS);
  return step ?? Math.ceil(spanMs / MAX_BARS / DAY_MS) * DAY_MS;
}

/** The bars of a stretch of time, also those without lines; only the chosen levels, where some are. */
export function barsOf(
  { stepMs, counts }: LogCountsResponse,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
  chosen: readonly LogLevel[],
): readonly LogBar[] {
  const levels = chosen.length === 0 ? LOG_LEVELS : chosen;
  const byTime = new Map(counts.map((one) => [one.timeMs, one.counts]));
  const firstMs = Math.floor(startMs / stepMs) * stepMs;
  const length = Math.max(1, Math.ceil((endMs - firstMs) / stepMs));
  return Array.from({ length }, (_, i): LogBar => {
    const timeMs = firstMs + i * stepMs;
    const found = byTime.get(timeMs) ?? {};
    const pairs = levels.map((level) => [level, found[level] ?? 0] as const);
    return {
      startMs: timeMs,
      endMs: timeMs + stepMs,
      counts: new Map(pairs),
      total: pairs.reduce((sum, [, count]) => sum + count, 0),
    };
  });
}

/** Lines of all steps, by level. */
export function totalsOf({ counts }: LogCountsResponse): ReadonlyMap<LogLevel, number> {
  const totals = new Map<LogLevel, number>();
  for (const { counts: byLevel } of counts) {
    for (const level of LOG_LEVELS) {
      const count = byLevel[level];
      if (count !== undefined) totals.set(level, (totals.get(level) ?? 0) + count);
    }
  }
  return totals;
}

/** The outline of a level's part of all bars: a unit wide each, as high as 1 for the highest; the worst stands below. */
export function barPath(bars: readonly LogBar[], level: LogLevel): string {
  const highest = Math.max(1, ...bars.map(({ total }) => total));
  return bars
    .map(({ counts }, index) => {
      const count = counts.get(level) ?? 0;
      if (count === 0) return '';
      let below = 0;
      for (const one of LOG_LEVELS) {
        if (one === level) break;
        below += counts.get(one) ?? 0;
      }
      const bottom = 1 - below / highest;
      const top = 1 - (below + count) / highest;
      return `M${index + 0.08} ${round(bottom)}V${round(top)}h.84V${round(bottom)}Z`;
    })
    .join('');
}

function round(share: number): number {
  return Math.round(share * 10_000) / 10_000;
}

/** What the bars come down to, in words. */
export function describeBars(
  bars: readonly LogBar[],
  rangeWords: string,
  formatTime: (atMs: number) => string,
): string {
  const total = bars.reduce((sum, bar) => sum + bar.total, 0);
  if (total === 0) return `Lines over time, ${rangeWords}: none`;
  const parts = LOG_LEVELS.flatMap((level) => {
    const count = bars.reduce((sum, { counts }) => sum + (counts.get(level) ?? 0), 0);
    return count === 0 ? [] : [`${count.toLocaleString('en-GB')} ${level}`];
  });
  const most = bars.reduce((best, bar) => (bar.total > best.total ? bar : best));
  return `Lines over time, ${rangeWords}: ${total.toLocaleString('en-GB')}, of these ${parts.join(', ')}; most at ${formatTime(most.startMs)}, ${most.total.toLocaleString('en-GB')}`;
}
