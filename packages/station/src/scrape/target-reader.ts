import { parseExposition } from '@telltale/model';
import type { Dispatcher } from 'undici';
import type { MetricFamily } from '../collectors/metric-family.ts';
import { fetchExposition } from './scrape-client.ts';
import type { ScrapeTarget } from './scrape-target.ts';

/** Largest metrics page, as fetched and as decompressed. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

export interface TargetReading {
  readonly families: readonly MetricFamily[];
  /** Size of the page; 0 where there is none. */
  readonly bodyBytes: number;
}

/** Reads what a target exposes now; throws an error for people when it cannot. */
export type TargetReader = () => Promise<TargetReading>;

/** Reads a target over HTTP. */
export function httpReader(target: ScrapeTarget, dispatcher: Dispatcher): TargetReader {
  return async () => {
    const { body, contentType } = await fetchExposition({
      url: target.url,
      timeoutMs: target.timeoutMs,
      maxBodyBytes: MAX_BODY_BYTES,
      dispatcher,
    });
    return { families: parseExposition(body, contentType).families, bodyBytes: body.byteLength };
  };
}
