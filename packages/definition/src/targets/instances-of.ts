import type { ResolvedTarget } from '../resolved.ts';

/**
 * The instances of a target that are written out: its addresses, or what is probed; where all of them are discovered, one that stands for them, so that
 * alerts about the target can be tried.
 */
export function instancesOf({
  job,
  addresses,
  probes,
}: Pick<ResolvedTarget, 'job' | 'addresses' | 'probes'>): readonly string[] {
  if (probes) return [...new Set(probes.map(({ address }) => address))];
  return addresses.length > 0 ? addresses : [`${job}:80`];
}
