import type { CompiledMatcher, Inhibition, LabelSet } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import type { StoredAlert } from '../alerts/alert-update.ts';
import { createMatcherIndex, matchesAll } from '../alerts/matcher-index.ts';

/** Knows which firing alerts mute which others. */
export interface Inhibitor {
  /** Takes note of an alert's present state. */
  update(alert: StoredAlert): void;
  /** Drops an alert that ended long ago. */
  forget(alert: StoredAlert): void;
  /** Fingerprint of an alert that mutes alerts with these labels, if there is one. */
  inhibitedBy(labels: LabelSet, nowMs: number): readonly string[];
}

/** When each source ends, by fingerprint. */
type Sources = Map<string, number>;

/** Sources that have the same values of the rule's equal labels. */
interface Bucket {
  readonly oneSided: Sources;
  /** Those that match the target side too: they mute no alert that does so as well. */
  readonly twoSided: Sources;
}

interface Rule {
  readonly source: readonly CompiledMatcher[];
  readonly target: readonly CompiledMatcher[];
  readonly equal: readonly string[];
  readonly buckets: Map<string, Bucket>;
}

/**
 * Prepares inhibition rules. Two alerts that inhibit each other are both muted, as in Alertmanager.
 *
 * @throws TelltaleError TT_QUERY_SYNTAX for a regular expression that RE2 does not accept.
 */
export function createInhibitor(inhibitions: readonly Inhibition[]): Inhibitor {
  const bySource = createMatcherIndex<Rule>();
  const byTarget = createMatcherIndex<Rule>();
  for (const { source, target, equal } of inhibitions) {
    const rule: Rule = {
      source: source.map(compileMatcher),
      target: target.map(compileMatcher),
      equal,
      buckets: new Map(),
    };
    bySource.add(rule.source, rule);
    byTarget.add(rule.target, rule);
  }
  return {
    update: (alert) => {
      for (const rule of bySource.matching(alert.update.labels)) note(rule, alert);
    },
    forget: (alert) => {
      for (const rule of bySource.matching(alert.update.labels)) drop(rule, alert);
    },
    inhibitedBy: (labels, nowMs) => {
      for (const rule of byTarget.matching(labels)) {
        const source = firingSource(rule, labels, nowMs);
        if (source !== undefined) return [source];
      }
      return [];
    },
  };
}

function note({ target, equal, buckets }: Rule, { update, fingerprint }: StoredAlert): void {
  const key = equalKey(equal, update.labels);
  let bucket = buckets.get(key);
  if (!bucket) buckets.set(key, (bucket = { oneSided: new Map(), twoSided: new Map() }));
  const side = matchesAll(target, update.labels) ? bucket.twoSided : bucket.oneSided;
  side.set(fingerprint, update.endsAtMs);
}

function drop({ equal, buckets }: Rule, { update, fingerprint }: StoredAlert): void {
  const key = equalKey(equal, update.labels);
  const bucket = buckets.get(key);
  bucket?.oneSided.delete(fingerprint);
  bucket?.twoSided.delete(fingerprint);
  if (bucket && bucket.oneSided.size + bucket.twoSided.size === 0) buckets.delete(key);
}

function firingSource({ source, equal, buckets }: Rule, labels: LabelSet, nowMs: number): string | undefined {
  const key = equalKey(equal, labels);
  const bucket = buckets.get(key);
  if (!bucket) return undefined;
  const found = firstFiring(bucket.oneSided, nowMs);
  // Of two alerts that both match both sides neither mutes the other; nor does an alert mute itself.
  return found ?? (matchesAll(source, labels) ? undefined : firstFiring(bucket.twoSided, nowMs));
}

/** Forgets the ended ones on the way, so that each is passed once only. */
function firstFiring(sources: Sources, nowMs: number): string | undefined {
  for (const [id, endsAtMs] of sources) {
    if (endsAtMs > nowMs) return id;
    sources.delete(id);
  }
  return undefined;
}

/** Equal for alerts with the same values; a missing label is the same as an empty one. */
function equalKey(equal: readonly string[], labels: LabelSet): string {
  return labels.only(equal).key;
}
