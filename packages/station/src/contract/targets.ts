/** Whether the last scrape succeeded; `unknown` before the first. */
export type TargetHealth = 'up' | 'down' | 'unknown';

/** A scraped target and its newest scrapes. */
export interface TargetView {
  readonly job: string;
  readonly instance: string;
  readonly url: string;
  readonly health: TargetHealth;
  /** Why the last scrape failed; empty when it did not. */
  readonly lastError: string;
  /** What the last scrape said of itself, such as why a probe failed; empty or absent where it said nothing. */
  readonly note?: string;
  readonly lastScrapeMs: number | null;
  readonly lastDurationMs: number | null;
  readonly samples: number;
  readonly bodyBytes: number;
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels as they were found, before relabelling; those that begin with `__` among them. Absent where not known. */
  readonly discoveredLabels?: Readonly<Record<string, string>>;
  /** Outcome of the newest scrapes, oldest first: true is up. At most 60. */
  readonly recent: readonly boolean[];
}

/** `POST /api/telltale/targets/scrape`: answered with the {@link TargetView} as it is then. */
export interface ScrapeNowRequest {
  readonly job: string;
  readonly url: string;
}

/** `GET /api/telltale/targets` */
export interface TargetsResponse {
  readonly targets: readonly TargetView[];
  /** Programs that push to the paths of a Pushgateway, the newest push first; at most 1000. */
  readonly pushed: readonly PushedGroupView[];
}

/** What a program pushed and nobody deleted. */
export interface PushedGroupView {
  readonly job: string;
  /** The labels that the group is known by, `job` among them. */
  readonly labels: Readonly<Record<string, string>>;
  /** `null` where no push succeeded yet. */
  readonly lastPushMs: number | null;
  /** When a push was last refused; `null` for never. */
  readonly lastFailureMs: number | null;
  readonly metrics: number;
  readonly series: number;
}

/** A place where targets of a job are looked for, and how that goes. */
export interface DiscoveryPlaceView {
  readonly mechanism: 'file' | 'http' | 'dns';
  /** The files, the URL or the names. */
  readonly place: string;
  readonly refreshMs: number;
  /** When it was last looked without any error; `null` for never. */
  readonly lastRefreshMs: number | null;
  /** What went wrong the last time; empty when nothing did. The targets found before count on. */
  readonly error: string;
  /** Targets that are known, before relabelling. */
  readonly targets: number;
  readonly refreshes: number;
  readonly failures: number;
}

/** Finding the targets of a job. */
export interface JobDiscoveryView {
  readonly job: string;
  /** Targets that are scraped. */
  readonly active: number;
  /** Targets that relabelling dropped. */
  readonly dropped: number;
  /** Targets that cannot be scraped. */
  readonly invalid: number;
  /** What is wrong with the first of them; empty where there is none. */
  readonly invalidReason: string;
  /** Why none of its targets is scraped; empty where they are. */
  readonly fault: string;
  /** None for a job whose addresses are written out. */
  readonly places: readonly DiscoveryPlaceView[];
}

/** `GET /api/telltale/discovery` */
export interface DiscoveryResponse {
  readonly jobs: readonly JobDiscoveryView[];
}
