import type { ResolvedTarget } from '@telltale/definition';
import type { Secret } from '@telltale/model';
import type { TargetHealth, TargetView } from '../contract.ts';

/** How many outcomes a target remembers for its page. */
const RECENT_SCRAPES = 60;

/** One address that is scraped. */
export interface ScrapeTarget {
  readonly job: string;
  readonly instance: string;
  readonly url: string;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Labels of every sample: `job`, `instance` and those of the definition. */
  readonly labels: Readonly<Record<string, string>>;
  /** Where the token is that it asks for. */
  readonly authorization?: Secret;
  /** Whether native histograms are asked for, and classic ones kept beside them. */
  readonly nativeHistograms: boolean | 'with-classic';
}

/** One target per address. */
export function expandTarget(target: ResolvedTarget): ScrapeTarget[] {
  return target.addresses.map((address) => ({
    job: target.job,
    instance: address,
    url: `${target.scheme}://${address}${target.path}`,
    intervalMs: target.intervalMs,
    timeoutMs: Math.min(target.timeoutMs, target.intervalMs),
    labels: { ...target.labels, job: target.job, instance: address },
    ...(target.authorization && { authorization: target.authorization }),
    nativeHistograms: target.nativeHistograms ?? false,
  }));
}

/** What came out of one scrape. */
export interface ScrapeOutcome {
  readonly atMs: number;
  readonly durationMs: number;
  readonly samples: number;
  readonly bodyBytes: number;
  /** Empty when the scrape succeeded. */
  readonly error: string;
}

/** The newest outcomes of a target, for its page and the API. */
export class TargetHistory {
  readonly target: ScrapeTarget;
  #last: ScrapeOutcome | undefined;
  #recent: boolean[] = [];

  constructor(target: ScrapeTarget) {
    this.target = target;
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
