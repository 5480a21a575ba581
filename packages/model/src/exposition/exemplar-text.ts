import type { LabelSet } from '../labels/label-set.ts';
import { parseSampleNumber } from './sample-number.ts';
import { SeriesTextError, endOfSeries, parseSeriesText } from './series-text.ts';

/** An exemplar on a metrics page. */
export interface ExposedExemplar {
  readonly labels: LabelSet;
  readonly value: number;
  /** Absent where the page leaves the time to the scraper. */
  readonly timestampMs?: number;
}

/** Stands for the name that the labels of an exemplar do not have. */
const NO_NAME = 'exemplar';

/** Reads `{trace_id="a"} 0.5 1700000000.5`, what follows the `#` after a sample; `undefined` for anything else. */
export function parseExemplarText(text: string): ExposedExemplar | undefined {
  if (!text.startsWith('{')) return undefined;
  const end = endOfSeries(text);
  if (end < 0) return undefined;
  const [valueText, timeText, ...more] = text
    .slice(end)
    .trim()
    .split(/[ \t]+/);
  const value = parseSampleNumber(valueText);
  const seconds = timeText === undefined ? undefined : parseSampleNumber(timeText);
  const hasBadTime = timeText !== undefined && (seconds === undefined || !Number.isFinite(seconds));
  if (value === undefined || hasBadTime || more.length > 0) return undefined;
  try {
    const labels = parseSeriesText(NO_NAME + text.slice(0, end)).withoutName();
    return seconds === undefined
      ? { labels, value }
      : { labels, value, timestampMs: Math.round(seconds * 1000) };
  } catch (error) {
    if (error instanceof SeriesTextError) return undefined;
    throw error;
  }
}
