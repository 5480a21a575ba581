import type { ResolvedTarget } from '../resolved.ts';

/**
 * The addresses of a target that are written out; where all of them are discovered, one that stands for them, so that
 * alerts about the target can be tried.
 */
export function instancesOf({
  job,
  addresses,
}: Pick<ResolvedTarget, 'job' | 'addresses'>): readonly string[] {
  return addresses.length > 0 ? addresses : [`${job}:80`];
}
