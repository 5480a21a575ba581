import type { ResolvedBlackboxProbe, ResolvedScrapeAccess, ResolvedTarget } from '@telltale/definition';
import type { RelabelRule } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import type { TargetHealth, TargetView } from '../contract.ts';
import type { ScrapeLimitName, ScrapeLimits } from './scrape-limit-error.ts';

/** How many outcomes a target remembers for its page. */
const RECENT_SCRAPES = 60;

/** What all targets of a job have in common: how they are asked, and what becomes of their samples. */
export interface ScrapeOptions {
  /** How they are reached, and how they learn who asks. */
  readonly access?: ResolvedScrapeAccess;
  /** Whether native histograms are asked for, and classic ones kept beside them. */
  readonly nativeHistograms: boolean | 'with-classic';
  /** Changes the labels of each sample, or drops it. */
  readonly metricRelabel?: readonly RelabelRule[];
  /** Whether labels of a sample stay where the target has others of the same name. */
  readonly honorLabels?: boolean;
  /** Whether timestamps on the page count. */
  readonly honorTimestamps?: boolean;
  /** `DEFAULT_SCRAPE_LIMITS` where absent. */
  readonly limits?: ScrapeLimits;
}

/** One address that is scraped. */
export interface ScrapeTarget extends ScrapeOptions {
  readonly job: string;
  readonly instance: string;
  readonly url: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Labels of every sample: `job`, `instance` and those of the definition. */
  readonly labels: Readonly<Record<string, string>>;
  /** What is probed in place of being asked for metrics. */
  readonly probe?: ResolvedBlackboxProbe;
}

/** What a job says of all its targets. */
export function scrapeOptionsOf(target: ResolvedTarget): ScrapeOptions {
  const { authorization, basicAuth, tls, proxyUrl, headers, followRedirects } = target;
  const { metricRelabel, honorLabels, honorTimestamps, limits, nativeHistograms = false } = target;
  const access = {
    ...(authorization && { authorization }),
    ...(basicAuth && { basicAuth }),
    ...(tls && { tls }),
    ...(proxyUrl !== undefined && { proxyUrl }),
    ...(headers && { headers }),
    ...(followRedirects !== undefined && { followRedirects }),
  };
  return {
    access,
    nativeHistograms,
    ...(metricRelabel && { metricRelabel }),
    ...(honorLabels !== undefined && { honorLabels }),
    ...(honorTimestamps !== undefined && { honorTimestamps }),
    ...(limits && { limits }),
  };
}

/**
 * Equal for targets that are one and the same, also after a reload: their samples would be the same series.
 * Two jobs may scrape the same address, so an address alone is no identity.
 */
export function targetKey({ job, url, labels }: Pick<ScrapeTarget, 'job' | 'url' | 'labels'>): string {
  return `${job} ${url} ${LabelSet.of(labels).key}`;
}

/** What came out of one scrape. */
export interface ScrapeOutcome {
  readonly atMs: number;
  readonly durationMs: number;
  readonly samples: number;
  readonly bodyBytes: number;
  /** Empty when the scrape succeeded. */
  readonly error: string;
  /** What the reading said of itself, such as why a probe failed; empty or absent where it said nothing. */
  readonly note?: string;
  /** The limit that the page was over, where the scrape failed for that. */
  readonly overLimit?: ScrapeLimitName | undefined;
  /** Samples that were left out because their series had one already. */
  readonly duplicates: number;
  /** Samples that were left out for a time that the store does not take. */
  readonly outOfOrder: number;
}

/** The newest outcomes of a target, for its page and the API. */
export class TargetHistory {
  readonly target: ScrapeTarget;
  #last: ScrapeOutcome | undefined;
  #recent: boolean[] = [];

  /** @param previous What is known of the same target from before its options were changed. */
  constructor(target: ScrapeTarget, previous?: TargetHistory) {
    this.target = target;
    if (!previous) return;
    this.#last = previous.#last;
    this.#recent = [...previous.#recent];
  }

  /** Records an outcome; true when the health changed. */
  record(outcome: ScrapeOutcome): boolean {
    const before = this.health;
    this.#last = outcome;
    this.#recent.push(outcome.error === '');
    if (this.#recent.length > RECENT_SCRAPES) this.#recent.shift();
    return this.health !== before;
  }

  get health(): TargetHealth {
    if (!this.#last) return 'unknown';
    return this.#last.error === '' ? 'up' : 'down';
  }

  view(): TargetView {
    const { job, instance, url, intervalMs, timeoutMs, labels } = this.target;
    return {
      job,
      instance,
      url,
      health: this.health,
      lastError: this.#last?.error ?? '',
      note: this.#last?.note ?? '',
      lastScrapeMs: this.#last?.atMs ?? null,
      lastDurationMs: this.#last?.durationMs ?? null,
      samples: this.#last?.samples ?? 0,
      bodyBytes: this.#last?.bodyBytes ?? 0,
      intervalMs,
      timeoutMs,
      labels,
      recent: [...this.#recent],
    };
  }
}
