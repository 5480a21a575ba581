import { hostname } from 'node:os';
import type { ResolvedTarget } from '@telltale/definition';
import { LabelSet } from '@telltale/model';
import { hostReader, isHostReadable } from '../collectors/host/host-reader.ts';
import type { TargetPlan } from '../scrape/plan/plan-targets.ts';
import type { ScrapeManager } from '../scrape/scrape-manager.ts';

/** `job` of the host collector: what node_exporter is usually scraped as. */
export const HOST_JOB = 'node';
/** `job` of the station's own metrics. */
export const STATION_JOB = 'telltale';

const MAX_TIMEOUT_MS = 10_000;

/** The station itself, which is scraped like any other program. */
export function stationTarget(port: number, intervalMs: number): ResolvedTarget {
  return {
    job: STATION_JOB,
    addresses: [`127.0.0.1:${port}`],
    path: '/metrics',
    scheme: 'http',
    intervalMs,
    timeoutMs: Math.min(MAX_TIMEOUT_MS, intervalMs),
    labels: {},
  };
}

/** Reads this machine where that can be done; it has no page, so it is found without discovery. */
export function scrapeHost(scrapes: ScrapeManager, intervalMs: number): void {
  if (!isHostReadable) return;
  scrapes.sync(`host:${HOST_JOB}`, { name: HOST_JOB, readerOf: () => hostReader }, hostPlan(intervalMs));
}

function hostPlan(intervalMs: number): TargetPlan {
  const labels = { job: HOST_JOB, instance: hostname() };
  const target = {
    ...labels,
    url: 'file:///proc',
    intervalMs,
    timeoutMs: Math.min(MAX_TIMEOUT_MS, intervalMs),
    labels,
    nativeHistograms: false,
  };
  return {
    active: [{ target, discovered: LabelSet.of(labels) }],
    dropped: [],
    droppedCount: 0,
    invalidCount: 0,
    invalidReason: '',
    fault: '',
  };
}
