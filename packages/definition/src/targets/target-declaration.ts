import type { Secret } from '@telltale/model';
import type { Duration } from '../time/duration.ts';

/** A program whose metrics are scraped; the name (`job`) is its key in the definition. */
export interface TargetDeclaration {
  /** `host:port` of the instance, or of each instance. */
  readonly address: string | readonly string[];
  /** `/metrics` by default. */
  readonly path?: `/${string}`;
  /** `http` by default. */
  readonly scheme?: 'http' | 'https';
  /** The definition's `scrape.every` by default. */
  readonly every?: Duration;
  /** The definition's `scrape.timeout` by default. */
  readonly timeout?: Duration;
  /**
   * Whether native histograms are read: `true` takes a histogram that has native buckets as one series
   * without its classic `_bucket`, `_sum` and `_count`; `with-classic` takes both. Not by default.
   */
  readonly nativeHistograms?: boolean | 'with-classic';
  /** Labels added to every sample. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Where the token is that the program asks for (`Authorization: Bearer …`); it asks for none by default. */
  readonly authorization?: Secret;
  /** Whether the program ends by itself, so that it is away most of the time; no by default. */
  readonly batch?: boolean;
  /** Name of the Compose service or Kubernetes Service behind it; the job by default. */
  readonly container?: string;
}
