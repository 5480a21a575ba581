import type { PushedGroupView } from '../contract.ts';
import type { PushedGroup } from '../intake/pushgateway/pushed-family.ts';

/** There may be ten times as many; a page shows the newest. */
const MAX_SHOWN = 1000;

/** Who pushes, and when last. */
export function pushedView(groups: Iterable<PushedGroup>): readonly PushedGroupView[] {
  return [...groups]
    .toSorted((a, b) => b.pushedMs - a.pushedMs)
    .slice(0, MAX_SHOWN)
    .map(({ labels, families, pushedMs, failedMs }) => ({
      job: labels['job'] ?? '',
      labels,
      lastPushMs: pushedMs === 0 ? null : pushedMs,
      lastFailureMs: failedMs === 0 ? null : failedMs,
      metrics: families.size,
      series: [...families.values()].reduce((sum, { series }) => sum + series.length, 0),
    }));
}
