import type { ResolvedStationTls, ResolvedTarget } from '@telltale/definition';
import { LabelSet } from '@telltale/model';
import type { TargetPlan } from '../scrape/plan/plan-targets.ts';
import type { ScrapeManager } from '../scrape/scrape-manager.ts';
import type { TargetReader } from '../scrape/target-reader.ts';
import { ownClientTls } from '../tls/own-client-tls.ts';

/** `job` of the host collector: what node_exporter is usually scraped as. */
export const HOST_JOB = 'node';
/** `job` of the station's own metrics. */
export const STATION_JOB = 'telltale';

const MAX_TIMEOUT_MS = 10_000;

/** The station itself, which is scraped like any other program. */
export function stationTarget(port: number, intervalMs: number, tls?: ResolvedStationTls): ResolvedTarget {
  return {
    job: STATION_JOB,
    addresses: [`127.0.0.1:${port}`],
    path: '/metrics',
    scheme: tls ? 'https' : 'http',
    ...(tls && { tls: ownClientTls(tls) }),
    intervalMs,
    timeoutMs: Math.min(MAX_TIMEOUT_MS, intervalMs),
    labels: {},
  };
}

/** Something that a collector in this process reads, as a job of its own. */
export interface CollectedTarget {
  readonly job: string;
  readonly instance: string;
  /** Where it reads, for people; nothing is asked there over HTTP. */
  readonly url: string;
  readonly intervalMs: number;
  /** Default: the interval, and ten seconds at most. */
  readonly timeoutMs?: number;
  /** Labels of every sample beside `job` and `instance`. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly read: TargetReader;
}

/** The id of its pool. */
export function collectedId({ job, instance }: Pick<CollectedTarget, 'job' | 'instance'>): string {
  return `collected:${job}:${instance}`;
}

/** Reads something at its interval, like a target that has a page. */
export function scrapeCollected(scrapes: Pick<ScrapeManager, 'sync'>, collected: CollectedTarget): void {
  const { job, read } = collected;
  scrapes.sync(collectedId(collected), { name: job, readerOf: () => read }, planOf(collected));
}

function planOf({ job, instance, url, intervalMs, ...rest }: CollectedTarget): TargetPlan {
  const labels = { ...rest.labels, job, instance };
  const { timeoutMs = Math.min(MAX_TIMEOUT_MS, intervalMs) } = rest;
  const target = { job, instance, url, intervalMs, timeoutMs, labels, nativeHistograms: false };
  return {
    active: [{ target, discovered: LabelSet.of(labels) }],
    dropped: [],
    droppedCount: 0,
    invalidCount: 0,
    invalidReason: '',
    fault: '',
  };
}
