import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { ResolvedTarget } from '../resolved.ts';
import { DEFAULT_SCRAPE_LIMITS } from '../resolved/resolved-scrape.ts';
import type { ResolvedScrapeAccess, ResolvedScrapeLimits } from '../resolved/resolved-scrape.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { resolveProbes } from '../probes/resolve-probes.ts';
import { pageJob } from '../targets/job-names.ts';
import { ACCESS_OPTIONS, resolveAccess } from '../targets/resolve-access.ts';
import { resolveDiscovery } from '../targets/resolve-discovery.ts';
import { resolveLimits } from '../targets/resolve-limits.ts';
import { resolveRelabel } from '../targets/resolve-relabel.ts';
import type { TryPattern } from '../targets/resolve-relabel.ts';
import type { ScrapeDeclaration } from '../targets/scrape-declaration.ts';
import type { TargetDeclaration, TargetPage } from '../targets/target-declaration.ts';

const DEFAULT_INTERVAL_MS = 15_000;
const DEFAULT_TIMEOUT_MS = 10_000;

const PAGE_OPTIONS = [
  'path',
  'every',
  'timeout',
  'params',
  'nativeHistograms',
  'labels',
  'metricRelabel',
  'honorLabels',
  'honorTimestamps',
  'limits',
];

const TARGET_OPTIONS = [
  'address',
  'discover',
  'scheme',
  'pages',
  'relabel',
  'batch',
  'container',
  ...PAGE_OPTIONS,
  ...ACCESS_OPTIONS,
];

const ADDRESS = /^(?:\[[0-9a-fA-F:.]+\]|[^\s:/?#@[\]]+):(\d{1,5})$/;

/** How often targets are scraped unless they say otherwise, in milliseconds. */
export function scrapeIntervalMs({ scrape }: MonitoringDefinition, faults: FaultList): number {
  checkKeys(scrape, ['every', 'timeout', 'limits'], 'scrape', faults);
  return faults.durationMs('scrape.every', scrape.every, DEFAULT_INTERVAL_MS);
}

/** What holds for targets that say nothing else. */
interface Defaults {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  /** Absent where the definition says nothing of limits. */
  readonly limits?: ResolvedScrapeLimits;
  readonly tryPattern: TryPattern;
}

/** The targets, checked, with their defaults; further pages of one follow it. */
export function resolveTargets(
  definition: MonitoringDefinition,
  defaultIntervalMs: number,
  faults: FaultList,
  tryPattern: TryPattern = () => undefined,
): readonly ResolvedTarget[] {
  const { scrape, exporters } = definition;
  const defaults: Defaults = {
    intervalMs: defaultIntervalMs,
    timeoutMs: faults.durationMs('scrape.timeout', scrape.timeout, DEFAULT_TIMEOUT_MS),
    ...limitsOf(scrape, undefined, 'scrape', faults),
    tryPattern,
  };
  const own = Object.entries(definition.targets).map(([job, target]) => ({
    job,
    target,
    pack: undefined,
    probes: undefined,
  }));
  const foreign = exporters.map(({ job, target, pack, probes }) => ({ job, target, pack, probes }));
  const all = [...own, ...foreign];
  const jobs = new Set(all.map(({ job }) => job));
  return all.flatMap(({ job, target, pack, probes }) => {
    const path = `targets.${job}`;
    checkKeys(target, TARGET_OPTIONS, path, faults);
    const reached = {
      ...resolveReached(target, path, defaults.tryPattern, faults),
      ...(pack !== undefined && { exporter: pack }),
    };
    const scrape = resolveScrape(target, path, defaults, faults);
    const program: ResolvedTarget = {
      job,
      ...reached,
      ...scrape,
      path: target.path ?? '/metrics',
      labels: target.labels ?? {},
      ...(probes && { probes: resolveProbes(probes, { ...scrape, path, faults, tryPattern }) }),
    };
    const pages = Object.entries(target.pages ?? {}).map(([name, page]) => {
      const place = `${path}.pages.${name}`;
      const ofPage = pageJob(job, name);
      if (jobs.has(ofPage)) faults.add(place, `there is a target named ${ofPage} already: rename one`);
      const labels = { ...program.labels, ...page.labels };
      return { job: ofPage, ...reached, ...resolvePage(page, place, program, defaults, faults), labels };
    });
    return [program, ...pages];
  });
}

type Reached = Pick<ResolvedTarget, 'addresses' | 'scheme' | 'discovery' | 'relabel'> &
  Pick<ResolvedTarget, 'isBatch' | 'container'> &
  ResolvedScrapeAccess;

/** Where the instances are and how they are reached: the same for all pages of a program. */
function resolveReached(
  target: TargetDeclaration,
  path: string,
  tryPattern: TryPattern,
  faults: FaultList,
): Reached {
  const { address = [], discover, relabel, scheme = 'http' } = target;
  const addresses = typeof address === 'string' ? [address] : address;
  const discovery = discover && resolveDiscovery(discover, `${path}.discover`, faults);
  if (addresses.length === 0 && discovery === undefined) faults.add(`${path}.address`, 'no address is given');
  for (const one of addresses) checkAddress(one, `${path}.address`, faults);
  if (target.tls && scheme === 'http' && !relabel) {
    faults.add(`${path}.scheme`, "nothing is encrypted over http: write scheme: 'https', or leave tls out");
  }
  return {
    addresses,
    scheme,
    ...resolveAccess(target, path, faults),
    ...(discovery && { discovery }),
    ...(relabel && { relabel: resolveRelabel(relabel, `${path}.relabel`, faults, tryPattern) }),
    ...(target.batch && { isBatch: true }),
    ...(target.container !== undefined && { container: target.container }),
  };
}

/** A page says itself what is read of it; times and limits are those of its program where it says nothing. */
function resolvePage(
  page: TargetPage,
  path: string,
  { intervalMs, timeoutMs, limits }: ResolvedTarget,
  { tryPattern }: Defaults,
  faults: FaultList,
): Scrape & Pick<ResolvedTarget, 'path'> {
  checkKeys(page, PAGE_OPTIONS, path, faults);
  const written: unknown = page.path;
  if (written === undefined) faults.add(`${path}.path`, 'write a path such as /more/metrics');
  const defaults = { intervalMs, timeoutMs, tryPattern, ...(limits && { limits }) };
  return { ...resolveScrape(page, path, defaults, faults), path: page.path };
}

type Scrape = Pick<
  ResolvedTarget,
  | 'intervalMs'
  | 'timeoutMs'
  | 'params'
  | 'nativeHistograms'
  | 'metricRelabel'
  | 'honorLabels'
  | 'honorTimestamps'
  | 'limits'
>;

/** How often and what is read. */
function resolveScrape(
  declared: TargetDeclaration | TargetPage,
  path: string,
  defaults: Defaults,
  faults: FaultList,
): Scrape {
  const { params, metricRelabel, honorLabels, honorTimestamps } = declared;
  const intervalMs = faults.durationMs(`${path}.every`, declared.every, defaults.intervalMs);
  const longestMs = Math.min(defaults.timeoutMs, intervalMs);
  const timeoutMs = faults.durationMs(`${path}.timeout`, declared.timeout, longestMs);
  if (timeoutMs > intervalMs) faults.add(`${path}.timeout`, 'a scrape may not take longer than the interval');
  return {
    intervalMs,
    timeoutMs,
    ...nativeOption(declared.nativeHistograms, `${path}.nativeHistograms`, faults),
    ...(params && { params: resolveParams(params) }),
    ...(metricRelabel && {
      metricRelabel: resolveRelabel(metricRelabel, `${path}.metricRelabel`, faults, defaults.tryPattern),
    }),
    ...(honorLabels !== undefined && { honorLabels }),
    ...(honorTimestamps !== undefined && { honorTimestamps }),
    ...limitsOf(declared, defaults.limits, path, faults),
  };
}

/** Limits where anything is said of them; the defaults hold elsewhere. */
function limitsOf(
  { limits }: Pick<ScrapeDeclaration, 'limits'>,
  base: ResolvedScrapeLimits | undefined,
  path: string,
  faults: FaultList,
): Pick<ResolvedTarget, 'limits'> {
  if (limits === undefined) return base ? { limits: base } : {};
  return { limits: resolveLimits(limits, base ?? DEFAULT_SCRAPE_LIMITS, `${path}.limits`, faults) };
}

function resolveParams(
  params: Readonly<Record<string, string | readonly string[]>>,
): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]),
  );
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
