import type { ResolvedScrapeLimits } from '@telltale/definition';

/** A limit by its name in a definition. */
export type ScrapeLimitName = 'bodySize' | 'samples' | 'labels' | 'labelNameSize' | 'labelValueSize';

/** What a target exposed was over a limit; the scrape fails as a whole. */
export class ScrapeLimitError extends Error {
  readonly limit: ScrapeLimitName;

  constructor(problem: string, limit: ScrapeLimitName) {
    super(`${problem}: expose less, or set limits.${limit} of the target higher`);
    this.limit = limit;
  }
}

/** The limits of a scrape; how many targets a job may have is not one of them. */
export type ScrapeLimits = Omit<ResolvedScrapeLimits, 'targets'>;
