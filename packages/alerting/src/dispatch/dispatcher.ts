import { compareLabelSets } from '@telltale/model';
import type { Clock, LabelSet } from '@telltale/model';
import type { StoredAlert } from '../alerts/alert-update.ts';
import type { Deliveries } from '../delivery/deliveries.ts';
import { groupLabelsOf, matchRoutes } from '../routing/route-tree.ts';
import type { RouteNode } from '../routing/route-tree.ts';
import { createAlertGroup } from './alert-group.ts';
import type { AlertGroup } from './alert-group.ts';
import type { Muting } from './muting.ts';
import type { OwedEnds } from './owed-ends.ts';
import type { WorkSlices } from './work-slices.ts';

/** A group and the route that made it. */
export interface RoutedGroup {
  readonly node: RouteNode;
  readonly group: AlertGroup;
}

/** Sorts alerts into the groups of one routing tree. */
export interface Dispatcher {
  insert(alert: StoredAlert): void;
  /** By labels, then receiver. */
  groups(): readonly RoutedGroup[];
  /** Ends all groups; what was offered goes on. */
  stop(): void;
}

/** What {@link createDispatcher} takes. */
export interface DispatcherOptions {
  readonly root: RouteNode;
  readonly deliveries: Pick<Deliveries, 'lanes'>;
  readonly muting: Muting;
  readonly owedEnds: OwedEnds;
  readonly clock: Clock;
  readonly slices: WorkSlices;
  /** No group is flushed before. */
  readonly earliestFlushMs: number;
  /** From then on alerts older than the group wait are told at once. */
  readonly hurryFromMs: number;
}

/** Puts alerts into the groups of their routes, which tell the receivers. */
export function createDispatcher(options: DispatcherOptions): Dispatcher {
  /** By the labels' key. */
  const groups = new Map<RouteNode, Map<string, AlertGroup>>();

  const groupFor = (node: RouteNode, labels: LabelSet): AlertGroup => {
    let siblings = groups.get(node);
    if (!siblings) groups.set(node, (siblings = new Map()));
    const known = siblings.get(labels.key);
    if (known) return known;
    const key = `${node.key}:${labels.toString()}`;
    const group = createAlertGroup({
      ...options,
      key,
      labels,
      route: node.route,
      lanes: options.deliveries.lanes(node.route.receiver, key),
      onEmpty: () => void siblings.delete(labels.key),
    });
    siblings.set(labels.key, group);
    return group;
  };
  const all = (): RoutedGroup[] =>
    [...groups].flatMap(([node, siblings]) => [...siblings.values()].map((group) => ({ node, group })));
  return {
    insert: (alert) => {
      const { labels } = alert.update;
      for (const node of matchRoutes(options.root, labels)) {
        groupFor(node, groupLabelsOf(node.route, labels)).insert(alert);
      }
    },
    groups: () => all().sort(compareGroups),
    stop: () => {
      for (const { group } of all()) group.stop();
    },
  };
}

function compareGroups(a: RoutedGroup, b: RoutedGroup): number {
  const byLabels = compareLabelSets(a.group.labels, b.group.labels);
  if (byLabels !== 0) return byLabels;
  return a.node.route.receiver < b.node.route.receiver ? -1 : 1;
}
