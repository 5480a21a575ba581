import { hostname } from 'node:os';
import type { HttpConnections } from '../access/http-connections.ts';
import { hostReader, isHostReadable } from '../collectors/host/host-reader.ts';
import type { StationSettings } from '../settings.ts';
import type { ScrapeSource } from '../scrape/scrape-manager.ts';
import type { ScrapeTarget } from '../scrape/scrape-target.ts';
import { expandTarget } from '../scrape/scrape-target.ts';
import { httpReader } from '../scrape/target-reader.ts';

/** `job` of the host collector: what node_exporter is usually scraped as. */
export const HOST_JOB = 'node';
/** `job` of the station's own metrics. */
export const STATION_JOB = 'telltale';

/** Everything a station reads: the given targets, this machine, itself. */
export function scrapeSources(
  settings: StationSettings,
  port: number,
  connections: HttpConnections,
): readonly ScrapeSource[] {
  const http = (target: ScrapeTarget): ScrapeSource => ({ target, read: httpReader(target, connections) });
  const self = builtInTarget(STATION_JOB, `127.0.0.1:${port}`, settings.builtInIntervalMs);
  const host = settings.collectHost && isHostReadable ? [hostSource(settings.builtInIntervalMs)] : [];
  return [...settings.targets.flatMap(expandTarget).map(http), ...host, http(self)];
}

function hostSource(intervalMs: number): ScrapeSource {
  const target = { ...builtInTarget(HOST_JOB, hostname(), intervalMs), url: 'file:///proc' };
  return { target, read: hostReader };
}

function builtInTarget(job: string, instance: string, intervalMs: number): ScrapeTarget {
  return {
    job,
    instance,
    url: `http://${instance}/metrics`,
    intervalMs,
    timeoutMs: Math.min(10_000, intervalMs),
    labels: { job, instance },
    nativeHistograms: false,
  };
}
