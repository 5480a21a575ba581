import type { LabelSet, Matcher, Route } from '@telltale/model';
import type { LoadedRouting } from '../../configuration/load-routing.ts';
import { compileTimeIntervals } from '../../time-intervals/compile-time-intervals.ts';
import type { TimeTest } from '../../time-intervals/compile-time-intervals.ts';
import { mutingTimes } from '../../routing/muting-times.ts';
import { compileRouteTree } from '../../routing/route-tree.ts';
import type { RouteNode } from '../../routing/route-tree.ts';

/** A node of the routing tree, asked about one alert. */
export interface ExplainedRoute {
  readonly route: Route;
  /** 0 at the root. */
  readonly depth: number;
  /** `not-asked` where a parent does not match, or a sibling before took the alert. */
  readonly outcome: 'matches' | 'does-not-match' | 'not-asked';
  /** The first matcher that the alert fails. */
  readonly failedMatcher?: Matcher;
  /** Whether the alert ends here: the receiver of the route is told. */
  readonly isTold: boolean;
  /** Names of the time intervals because of which it tells nobody now. */
  readonly mutedBy: readonly string[];
}

/** The tree, with the names that it may lead to. */
type RoutedBy = Pick<LoadedRouting, 'route'> &
  Partial<Pick<LoadedRouting, 'timeIntervals'>> & {
    readonly receivers: readonly { readonly name: string }[];
  };

/**
 * How the routing tree is gone through for an alert: all nodes, depth first, and what each said.
 *
 * @throws TelltaleError TT_DEFINITION_INVALID for a configuration that contradicts itself
 */
export function explainRoutes(
  { route, receivers, timeIntervals = [] }: RoutedBy,
  labels: LabelSet,
  nowMs: number,
): readonly ExplainedRoute[] {
  const times = compileTimeIntervals(timeIntervals);
  const root = compileRouteTree(route, {
    receivers: new Set(receivers.map(({ name }) => name)),
    timeIntervals: new Set(times.keys()),
  });
  const steps: ExplainedRoute[] = [];
  explainNode(root, 0, { labels, nowMs, times, steps });
  return steps;
}

interface Question {
  readonly labels: LabelSet;
  readonly nowMs: number;
  readonly times: ReadonlyMap<string, TimeTest>;
  readonly steps: ExplainedRoute[];
}

/** Whether the node takes the alert, itself or by a child. */
function explainNode(node: RouteNode, depth: number, question: Question): boolean {
  const { labels, nowMs, times, steps } = question;
  const failed = node.matchers.find((matcher) => !matcher.matches(labels.get(matcher.name)));
  const place = steps.length;
  const step = { route: node.route, depth, isTold: false, mutedBy: mutingTimes(node.route, times, nowMs) };
  if (failed) {
    const { name, op, value } = failed;
    steps.push({ ...step, outcome: 'does-not-match', failedMatcher: { name, op, value } });
    for (const child of node.children) leaveOut(child, depth + 1, steps);
    return false;
  }
  steps.push({ ...step, outcome: 'matches' });
  let isTaken = false;
  let isOver = false;
  for (const child of node.children) {
    if (isOver) {
      leaveOut(child, depth + 1, steps);
    } else if (explainNode(child, depth + 1, question)) {
      isTaken = true;
      isOver = !child.route.continue;
    }
  }
  steps[place] = { ...step, outcome: 'matches', isTold: !isTaken };
  return true;
}

function leaveOut({ route, children }: RouteNode, depth: number, steps: ExplainedRoute[]): void {
  steps.push({ route, depth, outcome: 'not-asked', isTold: false, mutedBy: [] });
  for (const child of children) leaveOut(child, depth + 1, steps);
}
