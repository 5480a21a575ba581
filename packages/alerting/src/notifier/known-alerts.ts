import { isResolved } from '../alerts/alert-update.ts';
import type { StoredAlert } from '../alerts/alert-update.ts';
import type { GroupView, KnownAlert } from '../alerts/known-alert.ts';
import type { RoutedGroup } from '../dispatch/dispatcher.ts';
import type { Muting } from '../dispatch/muting.ts';
import { matchRoutes } from '../routing/route-tree.ts';
import type { RouteNode } from '../routing/route-tree.ts';

/** By what alerts are judged for those who look at them. */
export interface AlertJudgement {
  readonly root: RouteNode;
  readonly muting: Muting;
  readonly nowMs: number;
  /** Whether groups are made already. */
  readonly isRunning: boolean;
}

/** The firing ones of some alerts, with what becomes of them. */
export function viewAlerts(alerts: Iterable<StoredAlert>, judgement: AlertJudgement): readonly KnownAlert[] {
  const { root, muting, nowMs } = judgement;
  return [...alerts]
    .filter((alert) => !isResolved(alert, nowMs))
    .map((alert) => {
      const nodes = matchRoutes(root, alert.update.labels);
      const mutedBy = nodes.map(({ route }) => muting.mutedBy(route, nowMs));
      // Somebody is told as long as one route is awake.
      const isAsleep = mutedBy.every((names) => names.length > 0);
      return viewAlert(alert, receiversOf(nodes), isAsleep ? [...new Set(mutedBy.flat())] : [], judgement);
    });
}

/** Groups with the alerts of them that fire; those without such alerts are left out. */
export function viewGroups(groups: readonly RoutedGroup[], judgement: AlertJudgement): readonly GroupView[] {
  const { root, muting, nowMs } = judgement;
  return groups.flatMap(({ node, group }) => {
    const firing = group.alerts().filter((alert) => !isResolved(alert, nowMs));
    if (firing.length === 0) return [];
    const mutedBy = muting.mutedBy(node.route, nowMs);
    const { labels, key } = group;
    const alerts = firing.map((alert) =>
      viewAlert(alert, receiversOf(matchRoutes(root, alert.update.labels)), mutedBy, judgement),
    );
    return [{ receiver: node.route.receiver, labels, key, routeKey: node.key, alerts }];
  });
}

function viewAlert(
  alert: StoredAlert,
  receivers: readonly string[],
  mutedBy: readonly string[],
  { muting, nowMs, isRunning }: AlertJudgement,
): KnownAlert {
  const { labels } = alert.update;
  const silencedBy = muting.silencedBy(labels, nowMs);
  const inhibitedBy = muting.inhibitedBy(labels, nowMs);
  const isSuppressed = silencedBy.length + inhibitedBy.length + mutedBy.length > 0;
  const processed = isSuppressed ? 'suppressed' : 'active';
  return {
    ...alert,
    state: isRunning ? processed : 'unprocessed',
    silencedBy,
    inhibitedBy,
    mutedBy,
    receivers,
  };
}

function receiversOf(nodes: readonly RouteNode[]): readonly string[] {
  const names = nodes.map(({ route }) => route.receiver).filter((name) => name !== '');
  return [...new Set(names)].sort();
}
