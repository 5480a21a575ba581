import { presentValue } from '../../data/aligned-columns.ts';
import type { AlignedColumns, AlignedSeries } from '../../data/aligned-columns.ts';
import { formatValue } from '../../format/units.ts';

/** What a summary tells about besides the series. */
export interface SummarySubject {
  readonly title: string;
  readonly unit: string;
  readonly threshold: number | undefined;
  /** Such as `last 5 minutes`. */
  readonly rangeWords: string;
}

/** Lowest and highest point of a series; `undefined` without points. */
export function extremes(values: readonly (number | null)[]): { min: number; max: number } | undefined {
  let min = Infinity;
  let max = -Infinity;
  for (const value of values) {
    if (value === null) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return min === Infinity ? undefined : { min, max };
}

/** Series told one by one; a listener loses count beyond this. */
const TOLD_SERIES = 6;

/** Tells a chart in words, for people who cannot see it. */
export function summarise(subject: SummarySubject, columns: AlignedColumns): string {
  const told = columns.series.slice(0, TOLD_SERIES).map((series) => tellSeries(series, subject.unit));
  const rest = columns.series.length - told.length;
  const sentences = [
    `${subject.title}, ${subject.rangeWords}.`,
    ...told,
    ...(rest > 0 ? [`And ${rest} more series.`] : []),
    ...tellThreshold(subject, columns),
  ];
  return sentences.join(' ');
}

function tellSeries(series: AlignedSeries, unit: string): string {
  const found = extremes(series.values);
  if (found === undefined) return `${series.name}: no points.`;
  const present = presentValue(series.values);
  const now = present === null ? 'no value now' : `now ${formatValue(unit, present)}`;
  return `${series.name}: ${now}, lowest ${formatValue(unit, found.min)}, highest ${formatValue(unit, found.max)}.`;
}

function tellThreshold(subject: SummarySubject, columns: AlignedColumns): readonly string[] {
  const { threshold, unit } = subject;
  if (threshold === undefined) return [];
  const above = columns.series.filter((series) => (presentValue(series.values) ?? -Infinity) > threshold);
  const names =
    above.length === 0 ? 'not exceeded now' : `exceeded now by ${above.map((one) => one.name).join(', ')}`;
  return [`Threshold ${formatValue(unit, threshold)} ${names}.`];
}
