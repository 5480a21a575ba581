import type { ResolvedDefinition, ResolvedMetricsForward } from '@telltale/definition';

/**
 * The destination of a station's metrics that has this path, by which servers are told apart: Mimir takes remote write at
 * `/api/v1/push`, Thanos at `/api/v1/receive`.
 */
export function forwardsTo(
  { station }: Pick<ResolvedDefinition, 'station'>,
  path: string,
): ResolvedMetricsForward | undefined {
  return station.forward?.metrics?.find(({ url }) => URL.parse(url)?.pathname.endsWith(path));
}
