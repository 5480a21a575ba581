import type { Matcher, SeriesQuery } from '@telltale/model';
import { printMatcher } from '@telltale/model';

/** Before this, and after the other, a bound is none: servers take one that is not given as the edge of what they have. */
const EARLIEST_MS = 0;
const LATEST_MS = Date.UTC(9999, 11, 31);

/** A time or a duration as the API takes it. */
export function seconds(ms: number): string {
  return String(ms / 1000);
}

/** What label APIs are asked with. */
export function seriesParameters({ selectors, startMs, endMs }: SeriesQuery): URLSearchParams {
  const parameters = new URLSearchParams(
    selectors.map((one): [string, string] => ['match[]', selectorText(one)]),
  );
  if (startMs > EARLIEST_MS) parameters.append('start', seconds(startMs));
  if (endMs < LATEST_MS) parameters.append('end', seconds(endMs));
  return parameters;
}

function selectorText(matchers: readonly Matcher[]): string {
  return `{${matchers.map(printMatcher).join(',')}}`;
}
