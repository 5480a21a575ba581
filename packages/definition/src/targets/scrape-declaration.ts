import type { ByteSize } from '../size/byte-size.ts';
import type { Duration } from '../time/duration.ts';

/** What holds for all targets that say nothing else. */
export interface ScrapeDeclaration {
  /** How often they are scraped, 15s by default. */
  readonly every?: Duration;
  /** How long a scrape may take, 10s by default. */
  readonly timeout?: Duration;
  /** What one scrape may bring. */
  readonly limits?: ScrapeLimitsDeclaration;
}

/**
 * What one scrape may bring: more than that fails it as a whole, so that a label with a value for each user
 * breaks its own target and not the server. What is not said has its default.
 */
export interface ScrapeLimitsDeclaration {
  /** Samples after `metricRelabel`, 100 000 by default. */
  readonly samples?: number;
  /** Size of the page, decompressed; `64MiB` by default. */
  readonly bodySize?: ByteSize;
  /** Labels of a series, 64 by default. */
  readonly labels?: number;
  /** Size of a label's name, `512B` by default. */
  readonly labelNameSize?: ByteSize;
  /** Size of a label's value, `4KiB` by default. */
  readonly labelValueSize?: ByteSize;
  /** Instances after `relabel`, 2000 by default; where there are more, none is scraped. */
  readonly targets?: number;
}
