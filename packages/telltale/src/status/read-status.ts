import { TelltaleError } from '@telltale/model';
import type {
  AlertsResponse,
  CapacityResponse,
  StatusResponse,
  TargetsResponse,
} from '@telltale/station/contract';
import { askStation } from '../server/ask-station.ts';
import { createPrometheusClient } from '../server/prometheus-client.ts';
import type { Interface, TriedInterface } from './server-urls.ts';
import { interfacesOf, tryInterfaces } from './server-urls.ts';

/** How a station does, as `telltale status --json` says it. */
export interface StationStatus {
  readonly address: string;
  readonly version: string;
  readonly service: string;
  readonly startedAtMs: number;
  readonly upMs: number;
  readonly interfaces: readonly TriedInterface[];
  readonly targets: { readonly up: number; readonly all: number; readonly down: readonly DownTarget[] };
  readonly scraped: readonly ScrapedJob[];
  readonly firing: readonly string[];
  readonly series: number;
  readonly samplesPerSecond: number;
  readonly diskBytes: number;
  readonly residentBytes: number;
  readonly memory: StatusResponse['memory'];
  /** Share of one processor over the last five minutes; `null` where it is not known yet. */
  readonly cpu: number | null;
}

/** A target whose last scrape failed. */
export interface DownTarget {
  readonly job: string;
  readonly url: string;
  readonly error: string;
}

/** What it costs the programs of a job that they are watched. */
export interface ScrapedJob {
  readonly job: string;
  readonly targets: number;
  /** Of its last scrapes. */
  readonly series: number;
  /** Of the time of a target, the part in which it answers scrapes: more than the processor time that they take. */
  readonly scrapeShare: number;
}

const CPU = 'rate(process_cpu_seconds_total{job="telltale"}[5m])';

/**
 * Asks a station how it does, and each of its interfaces whether it answers.
 *
 * @param others Interfaces of other servers that are to answer as well.
 * @throws TelltaleError TT_STATION_UNREACHABLE where no station answers.
 */
export async function readStatus(address: string, others: readonly Interface[]): Promise<StationStatus> {
  const [status, capacity, { targets }, { rules }, interfaces, cpu] = await Promise.all([
    ask<StatusResponse>(address, 'status', 'seriesCount'),
    ask<CapacityResponse>(address, 'capacity', 'diskBytes').catch(() => undefined),
    ask<TargetsResponse>(address, 'targets', 'targets'),
    ask<AlertsResponse>(address, 'alerts', 'rules'),
    tryInterfaces([...interfacesOf(address), ...others]),
    createPrometheusClient(address)
      .instant(CPU)
      .catch(() => []),
  ]);
  const down = targets.filter(({ health }) => health === 'down');
  return {
    address,
    version: status.version,
    service: status.service,
    startedAtMs: status.startedAtMs,
    upMs: status.nowMs - status.startedAtMs,
    interfaces,
    targets: {
      up: targets.filter(({ health }) => health === 'up').length,
      all: targets.length,
      down: down.map(({ job, url, lastError }) => ({ job, url, error: lastError })),
    },
    scraped: scrapedJobs(targets),
    firing: rules.filter(({ state }) => state === 'firing').map(({ name }) => name),
    series: status.seriesCount,
    samplesPerSecond: status.samplesPerSecond,
    // A station that reads from another server has no data folder to speak of.
    diskBytes: capacity?.diskBytes ?? status.storageBytes,
    residentBytes: status.residentBytes,
    memory: status.memory,
    cpu: cpu.at(0)?.value ?? null,
  };
}

/** Of targets that answer; the slowest speaks for its job. */
function scrapedJobs(targets: TargetsResponse['targets']): ScrapedJob[] {
  const answering = targets.filter(
    ({ health, lastDurationMs }) => health === 'up' && lastDurationMs !== null,
  );
  return [...Map.groupBy(answering, ({ job }) => job)].map(([job, ofJob]) => ({
    job,
    targets: ofJob.length,
    series: ofJob.reduce((sum, { samples }) => sum + samples, 0),
    scrapeShare: Math.max(
      ...ofJob.map(({ lastDurationMs, intervalMs }) => (lastDurationMs ?? 0) / intervalMs),
    ),
  }));
}

async function ask<Answer extends object>(
  address: string,
  path: string,
  key: keyof Answer & string,
): Promise<Answer> {
  const answer = await askStation<Answer>(address, { path }, key);
  if (answer) return answer;
  throw new TelltaleError('TT_STATION_UNREACHABLE', `${address} has no /api/telltale/${path}`);
}

/** Whether everything that is to answer answers. */
export function isWell({ interfaces, targets }: StationStatus): boolean {
  return targets.down.length === 0 && interfaces.every(({ error }) => error === '');
}
