import { expositionFormat, readSeries, scanExposition } from '@telltale/model';
import type { GottenPage } from '../network/get-page.ts';

/** What stands on a page of metrics. */
export interface ReadPage {
  readonly samples: number;
  /** Names of its samples. */
  readonly names: ReadonlySet<string>;
  /** Samples that bring a time of their own. */
  readonly timed: number;
  /** The oldest and the newest of these; NaN where there are none. */
  readonly oldestMs: number;
  readonly newestMs: number;
}

/** What scrapers ask for. */
export const ACCEPTED =
  'application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1';

/**
 * Reads a page as a scraper does.
 *
 * @throws TelltaleError TT_EXPOSITION with the number and text of the first faulty line
 */
export function readPage({ body, contentType }: Pick<GottenPage, 'body' | 'contentType'>): ReadPage {
  const names = new Set<string>();
  let [samples, timed] = [0, 0];
  let [oldestMs, newestMs] = [Infinity, -Infinity];
  const nothing = () => undefined;
  scanExposition(body, expositionFormat(contentType), {
    type: nothing,
    help: nothing,
    unit: nothing,
    sample: (series, _value, timestampMs, line) => {
      samples++;
      names.add(readSeries(series, line).metricName);
      if (timestampMs === undefined) return;
      timed++;
      oldestMs = Math.min(oldestMs, timestampMs);
      newestMs = Math.max(newestMs, timestampMs);
    },
  });
  const isTimed = timed > 0;
  return { samples, names, timed, oldestMs: isTimed ? oldestMs : NaN, newestMs: isTimed ? newestMs : NaN };
}

/** Whether an answer is a web page, whatever its address promised. */
export function isWebPage({ body, contentType }: Pick<GottenPage, 'body' | 'contentType'>): boolean {
  return contentType.includes('html') || /^\s*<(?:!doctype|html)/i.test(body);
}
