import type { Inhibition, LabelSet, Matcher } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import { matchesAll } from '../alerts/matcher-index.ts';

/** An alert that mutes another one. */
export interface InhibitedPair {
  readonly source: LabelSet;
  readonly target: LabelSet;
}

/**
 * Which of these alerts mute which others by one rule; one source for each target.
 *
 * @param limit Most pairs that are given.
 * @throws TelltaleError TT_QUERY_SYNTAX for a regular expression that RE2 does not accept
 */
export function inhibitedPairs(
  { source, target, equal }: Inhibition,
  alerts: readonly LabelSet[],
  limit: number,
): readonly InhibitedPair[] {
  const isSource = takes(source);
  const isTarget = takes(target);
  const sources = Map.groupBy(alerts.filter(isSource), (labels) => labels.only(equal).key);
  const pairs: InhibitedPair[] = [];
  for (const muted of alerts.filter(isTarget)) {
    if (pairs.length >= limit) break;
    const candidates = sources.get(muted.only(equal).key) ?? [];
    // Of two alerts that both match both sides neither mutes the other.
    const found = candidates.find((labels) => !isTarget(labels) || !isSource(muted));
    if (found && found.key !== muted.key) pairs.push({ source: found, target: muted });
  }
  return pairs;
}

function takes(matchers: readonly Matcher[]): (labels: LabelSet) => boolean {
  const compiled = matchers.map(compileMatcher);
  return (labels) => matchesAll(compiled, labels);
}
