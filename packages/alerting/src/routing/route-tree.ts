import { TelltaleError, printMatcher } from '@telltale/model';
import type { CompiledMatcher, LabelSet, Matcher, Route } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';

/** A node of the routing tree, ready to be asked. */
export interface RouteNode {
  readonly route: Route;
  /** Alertmanager's name of the node: the matchers on the way from the root. */
  readonly key: string;
  readonly matchers: readonly CompiledMatcher[];
  readonly children: readonly RouteNode[];
}

/**
 * Prepares a routing tree. Throws `TT_DEFINITION_INVALID` when a route names a receiver that does
 * not exist or the root has matchers. The receiver with the empty name is nobody.
 */
export function compileRouteTree(root: Route, receiverNames: ReadonlySet<string>): RouteNode {
  if (root.matchers.length > 0) {
    throw new TelltaleError(
      'TT_DEFINITION_INVALID',
      'The root route has matchers, but it must take every alert.',
      {
        fix: 'Move the matchers to a route below the root.',
      },
    );
  }
  return compileNode(root, undefined, receiverNames);
}

function compileNode(
  route: Route,
  parentKey: string | undefined,
  receiverNames: ReadonlySet<string>,
): RouteNode {
  const matcherText = formatMatchers(route.matchers);
  const key = parentKey === undefined ? matcherText : `${parentKey}/${matcherText}`;
  if (route.receiver !== '' && !receiverNames.has(route.receiver)) {
    throw new TelltaleError(
      'TT_DEFINITION_INVALID',
      `The route ${key} sends to the receiver ${JSON.stringify(route.receiver)}, which does not exist.`,
      { fix: `Receivers: ${[...receiverNames].join(', ') || 'none'}.` },
    );
  }
  return {
    route,
    key,
    matchers: route.matchers.map(compileMatcher),
    children: route.routes.map((child) => compileNode(child, key, receiverNames)),
  };
}

function formatMatchers(matchers: readonly Matcher[]): string {
  return `{${matchers.map(printMatcher).join(',')}}`;
}

/**
 * The nodes that take an alert: depth first, the deepest match of a branch; a matched sibling ends
 * the search unless it continues.
 */
export function matchRoutes(root: RouteNode, labels: LabelSet): readonly RouteNode[] {
  if (!root.matchers.every((matcher) => matcher.matches(labels.get(matcher.name)))) return [];
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
