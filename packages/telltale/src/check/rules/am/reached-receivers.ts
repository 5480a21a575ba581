import { compileMatcher } from '@telltale/promql';
import type { CheckedRule } from '../../workspace/checked-rule.ts';
import type { ViewedRoute } from './routing-view.ts';

/** What is known of the labels of an alert before it fires: those that its rule sets. */
type FixedLabels = ReadonlyMap<string, string>;

/** The labels that a rule sets, whatever the series. */
export function fixedLabels({ name, labels }: CheckedRule): FixedLabels {
  const fixed = labels
    .filter(({ text }) => !text.includes('{{'))
    .map((label) => [label.name, label.text] as const);
  return new Map([['alertname', name], ...fixed]);
}

/**
 * The receivers that an alert may reach: matchers on labels that only its series has may hold or not.
 *
 * @throws TelltaleError TT_QUERY_SYNTAX for a matcher whose regular expression RE2 does not accept.
 */
export function reachedReceivers(route: ViewedRoute, labels: FixedLabels): ReadonlySet<string> {
  const reached = new Set<string>();
  if (!descend(route, labels, reached)) reached.add(route.receiver);
  return reached;
}

/** Whether a child certainly takes the alert, so that the node itself does not. */
function descend(route: ViewedRoute, labels: FixedLabels, reached: Set<string>): boolean {
  let isTaken = false;
  for (const child of route.routes) {
    const verdict = verdictOf(child, labels);
    if (verdict === 'no') continue;
    if (!descend(child, labels, reached)) reached.add(child.receiver);
    if (verdict === 'yes') isTaken = true;
    if (verdict === 'yes' && !child.continue) return true;
  }
  return isTaken;
}

function verdictOf({ matchers }: ViewedRoute, labels: FixedLabels): 'yes' | 'no' | 'maybe' {
  let verdict: 'yes' | 'maybe' = 'yes';
  for (const matcher of matchers) {
    const value = labels.get(matcher.name);
    if (value === undefined) verdict = 'maybe';
    else if (!compileMatcher(matcher).matches(value)) return 'no';
  }
  return verdict;
}
