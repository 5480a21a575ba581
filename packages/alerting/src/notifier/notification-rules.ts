import type { Inhibitor } from '../inhibition/inhibitor.ts';
import { createInhibitor } from '../inhibition/inhibitor.ts';
import { compileRouteTree } from '../routing/route-tree.ts';
import type { RouteNode } from '../routing/route-tree.ts';
import { compileTimeIntervals } from '../time-intervals/compile-time-intervals.ts';
import type { TimeTest } from '../time-intervals/compile-time-intervals.ts';
import type { NotifierConfiguration } from './notifier-configuration.ts';

/** A configuration that was found good and can be asked. */
export interface NotificationRules {
  readonly configuration: NotifierConfiguration;
  readonly root: RouteNode;
  readonly inhibitor: Inhibitor;
  readonly timeIntervals: ReadonlyMap<string, TimeTest>;
}

/**
 * Prepares a configuration.
 *
 * @throws TelltaleError TT_DEFINITION_INVALID or TT_QUERY_SYNTAX where it contradicts itself.
 */
export function compileConfiguration(configuration: NotifierConfiguration): NotificationRules {
  const { route, receivers, inhibitions = [], timeIntervals = [] } = configuration;
  const times = compileTimeIntervals(timeIntervals);
  const names = {
    receivers: new Set(receivers.map(({ name }) => name)),
    timeIntervals: new Set(times.keys()),
  };
  return {
    configuration,
    root: compileRouteTree(route, names),
    inhibitor: createInhibitor(inhibitions),
    timeIntervals: times,
  };
}
