import type { Matcher, Route } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';

/** What of a route decides who takes an alert. */
export interface RouteShape<Node> extends Pick<Route, 'matchers' | 'continue'> {
  readonly routes: readonly Node[];
}

/** A route that no alert reaches, and the one before it that takes them all. */
export interface ShadowedRoute<Node> {
  readonly route: Node;
  readonly takenBy: Node;
}

/** More siblings than this are not compared with one another: each takes a look at all before it. */
const MAX_SIBLINGS = 500;

/**
 * The routes that no alert reaches: an earlier sibling that does not continue takes whatever they match.
 * Only what is certain whatever labels alerts have.
 *
 * @throws TelltaleError TT_QUERY_SYNTAX for a matcher whose regular expression RE2 does not accept.
 */
export function shadowedRoutes<Node extends RouteShape<Node>>(
  root: Node,
  above: readonly Matcher[] = [],
): readonly ShadowedRoute<Node>[] {
  const siblings = root.routes.slice(0, MAX_SIBLINGS);
  return siblings.flatMap((route, index) => {
    const matchers = [...above, ...route.matchers];
    const takenBy = siblings
      .slice(0, index)
      .find((earlier) => !earlier.continue && impliesAll(matchers, earlier.matchers));
    return takenBy ? [{ route, takenBy }] : shadowedRoutes(route, matchers);
  });
}

/** Whether alerts that satisfy all of `given` satisfy all of `asked`. */
function impliesAll(given: readonly Matcher[], asked: readonly Matcher[]): boolean {
  return asked.every((matcher) => given.some((known) => implies(known, matcher)) || isAlwaysTrue(matcher));
}

function implies(known: Matcher, asked: Matcher): boolean {
  if (known.name !== asked.name) return false;
  if (known.op === asked.op && known.value === asked.value) return true;
  // One value is known for certain: it can be tried.
  return known.op === '=' && compileMatcher(asked).matches(known.value);
}

/** `.*` matches everything, also a label that is not there. */
function isAlwaysTrue({ op, value }: Matcher): boolean {
  return op === '=~' && (value === '.*' || value === '^.*$');
}
