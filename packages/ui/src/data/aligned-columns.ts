import type { BatchResult } from '@telltale/station/contract';
import { formatDuration } from '../format/durations.ts';
import { nameSeries } from '../format/series-names.ts';
import type { QueryWindow } from './time-range.ts';

/** A panel's series over one shared column of times, as the chart wants them. */
export interface AlignedColumns {
  /** Milliseconds: every step of the window, with or without points. */
  readonly times: readonly number[];
  readonly series: readonly AlignedSeries[];
  /** Series that exist but are left out, because nobody can read so many lines. */
  readonly omitted: number;
}

export interface AlignedSeries {
  /** Unique within the panel. */
  readonly name: string;
  /** One value per time; `null` is a gap. */
  readonly values: readonly (number | null)[];
  /** Drawn on the axis at the right. */
  readonly axis?: 'right';
  /** The same as it was some time before, for comparison. */
  readonly isBaseline?: true;
}

/** One query of a panel with its result. */
export interface AnsweredQuery {
  readonly query: string;
  /** Legend with `{{label}}` placeholders; empty means the labels themselves. */
  readonly legend: string;
  readonly axis?: 'right';
  /** How much earlier it was asked for. */
  readonly offsetMs?: number;
  readonly result: Extract<BatchResult, { ok: true }>;
}

/** Lines in one chart, beyond which the smallest are left out. */
export const MAX_SERIES = 24;

/**
 * Lays the results of a panel's queries onto the grid of one window. Points off the grid go to the
 * nearest step, points outside the window are dropped. Names that repeat get a number. The series
 * are in natural order of their names within each query.
 *
 * @param maxSeries How many of the largest are kept; {@link MAX_SERIES} by default.
 */
export function alignColumns(
  answers: readonly AnsweredQuery[],
  window: QueryWindow,
  title: string,
  maxSeries: number = MAX_SERIES,
): AlignedColumns {
  const times = gridOf(window);
  const all = answers.flatMap((answer) => alignAnswer(answer, window, times, title));
  const kept = keepLargest(all, maxSeries);
  return { times, series: withUniqueNames(kept), omitted: all.length - kept.length };
}

const BY_NAME = new Intl.Collator('en', { numeric: true });

/** Steps without a point after which a series has no present value. */
const LOOK_BACK = 4;

/** The present value of a series: its newest point, unless that is too many steps back. */
export function presentValue(values: readonly (number | null)[]): number | null {
  for (let index = values.length - 1; index >= Math.max(0, values.length - LOOK_BACK); index--) {
    if (values[index] !== null) return values[index];
  }
  return null;
}

/** Every step of a window. */
function gridOf({ startMs, endMs, stepMs }: QueryWindow): readonly number[] {
  const times: number[] = [];
  for (let time = startMs; time <= endMs; time += stepMs) times.push(time);
  return times;
}

function alignAnswer(
  answer: AnsweredQuery,
  window: QueryWindow,
  times: readonly number[],
  title: string,
): readonly AlignedSeries[] {
  const { timestamps, series } = answer.result;
  // Mostly there is a point at every step: then the columns are what the station sent.
  const isAligned = timestamps.length === times.length && timestamps.every((time, i) => time === times[i]);
  const slots = isAligned
    ? undefined
    : timestamps.map((time) => Math.round((time - window.startMs) / window.stepMs));
  const names = nameSeries(
    answer.legend,
    series.map((one) => one.labels),
    title,
  );
  const { axis, offsetMs = 0 } = answer;
  const before = offsetMs === 0 ? '' : ` · ${formatDuration(offsetMs)} before`;
  const rest = { ...(axis && { axis }), ...(offsetMs > 0 && { isBaseline: true as const }) };
  return series
    .map((one, index) => ({
      name: names[index] + before,
      values: slots === undefined ? one.values : placeValues(one.values, slots, times),
      ...rest,
    }))
    .sort((a, b) => BY_NAME.compare(a.name, b.name));
}

function placeValues(
  values: readonly (number | null)[],
  slots: readonly number[],
  times: readonly number[],
): readonly (number | null)[] {
  const column = times.map((): number | null => null);
  slots.forEach((slot, index) => {
    if (slot >= 0 && slot < column.length) column[slot] = values[index] ?? null;
  });
  return column;
}

function keepLargest(series: readonly AlignedSeries[], maxSeries: number): readonly AlignedSeries[] {
  if (series.length <= maxSeries) return series;
  const peaks = new Map(series.map((one) => [one, peakOf(one.values)]));
  const ranked = [...series].sort((a, b) => (peaks.get(b) ?? 0) - (peaks.get(a) ?? 0));
  const kept = new Set(ranked.slice(0, maxSeries));
  return series.filter((one) => kept.has(one));
}

function peakOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((peak, value) => (value === null ? peak : Math.max(peak, value)), -Infinity);
}

function withUniqueNames(series: readonly AlignedSeries[]): readonly AlignedSeries[] {
  const used = new Set<string>();
  return series.map((one) => {
    let name = one.name;
    for (let count = 2; used.has(name); count++) name = `${one.name} (${count})`;
    used.add(name);
    return { ...one, name };
  });
}
