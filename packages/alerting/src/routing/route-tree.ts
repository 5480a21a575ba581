import { TelltaleError, printMatcher } from '@telltale/model';
import type { CompiledMatcher, LabelSet, Matcher, Route } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import { matchesAll } from '../alerts/matcher-index.ts';

/** A node of the routing tree, ready to be asked. */
export interface RouteNode {
  readonly route: Route;
  /**
   * Alertmanager's name of the node: the matchers on the way from the root. Of several nodes with one
   * receiver and the same matchers those after the first have a number too.
   */
  readonly key: string;
  readonly matchers: readonly CompiledMatcher[];
  readonly children: readonly RouteNode[];
}

/** What routes may name. */
export interface RouteNames {
  readonly receivers: ReadonlySet<string>;
  readonly timeIntervals: ReadonlySet<string>;
}

/**
 * Prepares a routing tree. The receiver with the empty name is nobody.
 *
 * @throws TelltaleError TT_DEFINITION_INVALID when a route names a receiver or a time interval that
 * does not exist, repeats without a pause or groups by `...` and more, or the root does not take every
 * alert at all times; TT_QUERY_SYNTAX for a regular expression that RE2 does not accept.
 */
export function compileRouteTree(root: Route, names: RouteNames): RouteNode {
  if (root.matchers.length > 0) {
    invalid(
      'The root route has matchers, but it must take every alert.',
      'Move the matchers to a route below the root.',
    );
  }
  if (timeNames(root).length > 0) {
    invalid(
      'The root route has mute or active times, but it must take every alert at all times.',
      'Move them to a route below the root.',
    );
  }
  return compileNode(root, undefined, names, new Map());
}

function compileNode(
  route: Route,
  parentKey: string | undefined,
  names: RouteNames,
  used: Map<string, number>,
): RouteNode {
  const matcherText = formatMatchers(route.matchers);
  const key = parentKey === undefined ? matcherText : `${parentKey}/${matcherText}`;
  checkRoute(route, key, names);
  const place = `${route.receiver}\n${key}`;
  const count = (used.get(place) ?? 0) + 1;
  used.set(place, count);
  return {
    route,
    // Otherwise two groups would share what was told, and one of them could mute the other.
    key: count === 1 ? key : `${key}#${count}`,
    matchers: route.matchers.map(compileMatcher),
    children: route.routes.map((child) => compileNode(child, key, names, used)),
  };
}

function checkRoute(route: Route, key: string, { receivers, timeIntervals }: RouteNames): void {
  if (route.receiver !== '' && !receivers.has(route.receiver)) {
    invalid(
      `The route ${key} sends to the receiver ${JSON.stringify(route.receiver)}, which does not exist.`,
      `Receivers: ${[...receivers].join(', ') || 'none'}.`,
    );
  }
  const unknown = timeNames(route).find((name) => !timeIntervals.has(name));
  if (unknown !== undefined) {
    invalid(
      `The route ${key} names the time interval ${JSON.stringify(unknown)}, which does not exist.`,
      `Time intervals: ${[...timeIntervals].join(', ') || 'none'}.`,
    );
  }
  if (!(route.groupIntervalMs > 0) || !(route.repeatIntervalMs > 0)) {
    invalid(
      `The route ${key} has a group or repeat interval of zero.`,
      'Give both a length; Alertmanager takes 5 minutes and 4 hours.',
    );
  }
  if (route.groupBy.includes('...') && route.groupBy.length > 1) {
    invalid(
      `The route ${key} groups by "...", which is all labels, and by others.`,
      'Remove the other labels.',
    );
  }
}

function timeNames({ muteTimeIntervals = [], activeTimeIntervals = [] }: Route): readonly string[] {
  return [...muteTimeIntervals, ...activeTimeIntervals];
}

function invalid(message: string, fix: string): never {
  throw new TelltaleError('TT_DEFINITION_INVALID', message, { fix });
}

/** In Alertmanager's order, so that the keys of groups are the same. */
function formatMatchers(matchers: readonly Matcher[]): string {
  return `{${[...matchers].sort(compareMatchers).map(printMatcher).join(',')}}`;
}

function compareMatchers(a: Matcher, b: Matcher): number {
  return (
    compareText(a.name, b.name) ||
    compareText(a.value, b.value) ||
    OPERATORS.indexOf(a.op) - OPERATORS.indexOf(b.op)
  );
}

const OPERATORS: readonly Matcher['op'][] = ['=', '!=', '=~', '!~'];

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The nodes that take an alert: depth first, the deepest match of a branch; a matched sibling ends
 * the search unless it continues.
 */
export function matchRoutes(root: RouteNode, labels: LabelSet): readonly RouteNode[] {
  if (!matchesAll(root.matchers, labels)) return [];
  const taken: RouteNode[] = [];
  for (const child of root.children) {
    const matches = matchRoutes(child, labels);
    taken.push(...matches);
    if (matches.length > 0 && !child.route.continue) break;
  }
  return taken.length > 0 ? taken : [root];
}

/** The labels by which a route groups an alert. */
export function groupLabelsOf({ groupBy }: Route, labels: LabelSet): LabelSet {
  return groupBy.includes('...') ? labels : labels.only(groupBy);
}
