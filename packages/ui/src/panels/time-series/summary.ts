import type { PanelThreshold } from '@telltale/station/contract';
import { presentValue } from '../../data/aligned-columns.ts';
import type { AlignedColumns, AlignedSeries } from '../../data/aligned-columns.ts';
import { formatValue } from '../../format/units.ts';
import { breachOf } from '../thresholds/severity-at.ts';

/** What a summary tells about besides the series. */
export interface SummarySubject {
  readonly title: string;
  readonly unit: string;
  readonly thresholds: readonly PanelThreshold[];
  /** Such as `last 5 minutes`. */
  readonly rangeWords: string;
}

/** Lowest and highest point of a series. */
interface Extremes {
  readonly min: number;
  readonly max: number;
}

const knownExtremes = new WeakMap<readonly (number | null)[], Extremes>();

/** Lowest and highest point of a series; `undefined` without points. */
export function extremes(values: readonly (number | null)[]): Extremes | undefined {
  const known = knownExtremes.get(values) ?? findExtremes(values);
  // The words and the legend of a chart ask for the same columns.
  if (known !== undefined) knownExtremes.set(values, known);
  return known;
}

function findExtremes(values: readonly (number | null)[]): Extremes | undefined {
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
  const { thresholds, unit } = subject;
  return thresholds.map((threshold) => {
    const beyond = columns.series.filter(
      (series) => breachOf([threshold], presentValue(series.values)) !== undefined,
    );
    const word = threshold.isBad === 'above' ? 'exceeded' : 'undercut';
    const names = beyond.map((one) => one.name).join(', ');
    const state = beyond.length === 0 ? `not ${word} now` : `${word} now by ${names}`;
    return `Threshold ${formatValue(unit, threshold.value)} ${state}.`;
  });
}
