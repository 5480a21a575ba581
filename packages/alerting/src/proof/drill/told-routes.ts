import type { ResolvedDefinition } from '@telltale/definition';
import type { LabelSet, Route } from '@telltale/model';
import { compileRouteTree, matchRoutes } from '../../routing/route-tree.ts';
import { compileTimeIntervals } from '../../time-intervals/compile-time-intervals.ts';

/** Whom a definition tells of an alert, and when. */
export interface ToldRoutes {
  /** The routes that take an alert, those that tell nobody left out. */
  of(labels: LabelSet): readonly Route[];
  /** Name of a time interval for which a route holds its messages back at a time; `undefined` where none does. */
  heldBackBy(route: Route, timeMs: number): string | undefined;
}

/**
 * Prepares the routes of a definition to be asked.
 *
 * @throws TelltaleError TT_DEFINITION_INVALID for a route that names a receiver or a time interval that is not there.
 */
export function createToldRoutes({ route, receivers, timeIntervals = [] }: ResolvedDefinition): ToldRoutes {
  const names = (of: readonly { readonly name: string }[]) => new Set(of.map(({ name }) => name));
  const root = compileRouteTree(route, { receivers: names(receivers), timeIntervals: names(timeIntervals) });
  const tests = compileTimeIntervals(timeIntervals);
  return {
    of: (labels) =>
      matchRoutes(root, labels)
        .map((node) => node.route)
        .filter(({ receiver }) => receiver !== ''),
    heldBackBy: ({ muteTimeIntervals = [], activeTimeIntervals = [] }, timeMs) => {
      const isNow = (name: string): boolean => tests.get(name)?.(timeMs) === true;
      const mute = muteTimeIntervals.find(isNow);
      if (mute !== undefined || activeTimeIntervals.length === 0) return mute;
      return activeTimeIntervals.some(isNow) ? undefined : activeTimeIntervals.join(', ');
    },
  };
}
