import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { ResolvedTarget } from '../resolved.ts';
import { checkKeys } from '../faults/check-keys.ts';
import { checkSecret } from '../faults/check-secret.ts';
import type { FaultList } from '../faults/fault-list.ts';

const DEFAULT_INTERVAL_MS = 15_000;
const DEFAULT_TIMEOUT_MS = 10_000;

const TARGET_OPTIONS = [
  'address',
  'path',
  'scheme',
  'every',
  'timeout',
  'nativeHistograms',
  'labels',
  'batch',
  'container',
  'authorization',
];

const ADDRESS = /^(?:\[[0-9a-fA-F:.]+\]|[^\s:/?#@[\]]+):(\d{1,5})$/;

/** How often targets are scraped unless they say otherwise, in milliseconds. */
export function scrapeIntervalMs({ scrape }: MonitoringDefinition, faults: FaultList): number {
  checkKeys(scrape, ['every', 'timeout'], 'scrape', faults);
  return faults.durationMs('scrape.every', scrape.every, DEFAULT_INTERVAL_MS);
}

/** The targets, checked, with their defaults. */
export function resolveTargets(
  definition: MonitoringDefinition,
  defaultIntervalMs: number,
  faults: FaultList,
): readonly ResolvedTarget[] {
  const defaultTimeoutMs = faults.durationMs('scrape.timeout', definition.scrape.timeout, DEFAULT_TIMEOUT_MS);
  const own = Object.entries(definition.targets).map(([job, target]) => ({ job, target, pack: undefined }));
  const foreign = definition.exporters.map(({ job, target, pack }) => ({ job, target, pack }));
  return [...own, ...foreign].map(({ job, target, pack }) => {
    const path = `targets.${job}`;
    checkKeys(target, TARGET_OPTIONS, path, faults);
    const addresses = typeof target.address === 'string' ? [target.address] : target.address;
    if (addresses.length === 0) faults.add(`${path}.address`, 'no address is given');
    if (target.authorization !== undefined) {
      checkSecret(target.authorization, `${path}.authorization`, 'METRICS_TOKEN', faults);
    }
    for (const address of addresses) checkAddress(address, `${path}.address`, faults);
    const intervalMs = faults.durationMs(`${path}.every`, target.every, defaultIntervalMs);
    const timeoutMs = faults.durationMs(
      `${path}.timeout`,
      target.timeout,
      Math.min(defaultTimeoutMs, intervalMs),
    );
    if (timeoutMs > intervalMs)
      faults.add(`${path}.timeout`, 'a scrape may not take longer than the interval');
    return {
      job,
      addresses,
      path: target.path ?? '/metrics',
      scheme: target.scheme ?? 'http',
      intervalMs,
      timeoutMs,
      labels: target.labels ?? {},
      ...nativeOption(target.nativeHistograms, `${path}.nativeHistograms`, faults),
      ...(pack !== undefined && { exporter: pack }),
      ...(target.batch && { isBatch: true }),
      ...(target.authorization !== undefined && { authorization: target.authorization }),
      ...(target.container !== undefined && { container: target.container }),
    };
  });
}

function checkAddress(address: string, path: string, faults: FaultList): void {
  const port = Number(ADDRESS.exec(address)?.[1]);
  if (port >= 1 && port <= 65_535) return;
  faults.add(path, `'${address}' is not an address: write host:port, without scheme and path`);
}

function nativeOption(
  value: ResolvedTarget['nativeHistograms'],
  path: string,
  faults: FaultList,
): Pick<ResolvedTarget, 'nativeHistograms'> {
  if (value === undefined) return {};
  if (typeof value !== 'boolean' && value !== 'with-classic') {
    faults.add(path, "write true, false or 'with-classic'");
  }
  return { nativeHistograms: value };
}
