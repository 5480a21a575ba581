import type { ResolvedDefinition, ResolvedTarget } from '@telltale/definition';
import { formatDuration, parseDuration } from '@telltale/model';
import type { DriftEntry } from '../drift-entry.ts';
import type { Fields } from '../../server/json-fields.ts';
import { fieldsOf, listOf, textOf } from '../../server/json-fields.ts';

/** The targets of a definition, by job and address. */
export function definedTargets(definition: ResolvedDefinition): readonly DriftEntry[] {
  return writtenTargets(definition).flatMap(({ job, addresses, scheme, path, params, intervalMs }) =>
    addresses.map((address) =>
      entryOf(job, address, {
        url: `${scheme}://${address}${path}${queryOf(params)}`,
        interval: formatDuration(intervalMs),
      }),
    ),
  );
}

/** Those whose addresses are known from the definition alone. */
function writtenTargets({ targets, station }: ResolvedDefinition): readonly ResolvedTarget[] {
  const { exporters = [], collectors } = station;
  const collected = collectors
    ? [...collectors.postgres, ...collectors.redis, ...(collectors.containers ? [collectors.containers] : [])]
    : [];
  // A station reads these itself, or starts what it scrapes at a port of its own; a stack has them where they are written.
  const own = new Set([...exporters, ...collected].map(({ job }) => job));
  return targets.filter((target) => isWritten(target) && !own.has(target.job));
}

/** Which targets discovery and relabelling lead to, only a server knows. */
function isWritten({ discovery, relabel, probes }: ResolvedTarget): boolean {
  return discovery === undefined && relabel === undefined && probes === undefined;
}

/** Parameters as servers print them: by name. */
function queryOf(params: ResolvedTarget['params'] = {}): string {
  const query = new URLSearchParams();
  for (const name of Object.keys(params).toSorted()) {
    for (const value of params[name]) query.append(name, value);
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}

/**
 * The targets that a server scrapes, of the answer to `/api/v1/targets`: those of the jobs that are meant.
 * Loopback and the name that containers have for their host are one address.
 */
export function liveTargets(data: unknown, defined: ResolvedDefinition): readonly DriftEntry[] {
  const addresses = new Map(
    defined.targets.flatMap(({ addresses: all }) => all.map((address) => [comparable(address), address])),
  );
  const jobs = new Set(writtenTargets(defined).map(({ job }) => job));
  return active(data)
    .filter(({ job }) => jobs.has(job))
    .map(({ job, url, interval }) => {
      const host = hostOf(url);
      const address = addresses.get(comparable(host)) ?? host;
      return entryOf(job, address, { url: url.replace(host, address), interval });
    });
}

/** The targets that cannot be scraped now, with what the server says of it. */
export function downTargets(data: unknown): readonly { readonly title: string; readonly error: string }[] {
  return active(data)
    .filter(({ health }) => health === 'down')
    .map(({ job, url, error }) => ({ title: `${job} at ${url}`, error }));
}

function entryOf(job: string, address: string, facts: DriftEntry['facts']): DriftEntry {
  return { key: `${job}/${address}`, title: `target ${job} at ${address}`, facts };
}

function active(data: unknown) {
  return listOf(fieldsOf(data).activeTargets).map((target: Fields) => ({
    job: textOf(fieldsOf(target.labels).job),
    url: textOf(target.scrapeUrl),
    interval: formatDuration(parseDuration(textOf(target.scrapeInterval)) ?? 0),
    health: textOf(target.health),
    error: textOf(target.lastError),
  }));
}

/** Host and port of a URL. */
export function hostOf(url: string): string {
  return /^[a-z]+:\/\/([^/]+)/i.exec(url)?.[1] ?? url;
}

/** An address by which its host is known from inside of containers, and from this machine. */
export function comparable(address: string): string {
  return address.replace(
    /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|host\.docker\.internal)(?=:|$)/i,
    'localhost',
  );
}
