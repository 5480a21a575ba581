import type { ResolvedDefinition, ResolvedTarget } from '@telltale/definition';
import type { ListedTarget } from '../../doctor/metrics/listed-targets.ts';
import { comparable, hostOf } from '../../drift/targets/compare-targets.ts';

/** A target that the definition wants scraped, and what the server has of it. */
export interface ExpectedTarget {
  readonly target: ResolvedTarget;
  /** Where it should be; empty where only a server knows, such as with discovery. */
  readonly address: string;
  /** `undefined` where the server does not scrape it. */
  readonly listed: ListedTarget | undefined;
}

/** Pairs the targets of a definition with those of a server. */
export function expectedTargets(
  { targets, station }: ResolvedDefinition,
  listed: readonly ListedTarget[],
): readonly ExpectedTarget[] {
  const own = ownJobs(station);
  return targets.flatMap((target) => {
    const ofJob = listed.filter(({ job }) => job === target.job);
    // What a server finds by itself is known by its job alone.
    if (!isWritten(target) || own.has(target.job)) return ofJobAlone(target, ofJob);
    return target.addresses.map((address) => ({
      target,
      address,
      listed: ofJob.find((one) => isAt(one, address)),
    }));
  });
}

/** Jobs that a station reads by itself, or whose program it starts at a port of its own. */
function ownJobs({ collectors, exporters = [] }: ResolvedDefinition['station']): ReadonlySet<string> {
  const read = collectors
    ? [...collectors.postgres, ...collectors.redis, ...(collectors.containers ? [collectors.containers] : [])]
    : [];
  return new Set([...exporters, ...read].map(({ job }) => job));
}

function isWritten({ discovery, relabel, probes }: ResolvedTarget): boolean {
  return discovery === undefined && relabel === undefined && probes === undefined;
}

function ofJobAlone(target: ResolvedTarget, listed: readonly ListedTarget[]): readonly ExpectedTarget[] {
  if (listed.length === 0) return [{ target, address: '', listed: undefined }];
  return listed.map((one) => ({ target, address: one.instance, listed: one }));
}

/** By the address that is asked, or by the name that it was given. */
function isAt({ url, instance }: ListedTarget, address: string): boolean {
  const wanted = comparable(address);
  return comparable(hostOf(url)) === wanted || comparable(instance) === wanted;
}
