import { LabelSet } from '@telltale/model';
import type { Documents, StateStore } from '@telltale/model';
import type { TrackedAlert } from './tracked-alert.ts';
import type { RuleEvaluator } from './rule-evaluator.ts';
import { ruleKeys } from './rule-key.ts';

/**
 * State older than this is not restored: too much can have happened unseen. Prometheus'
 * `rules.alert.for-outage-tolerance`.
 */
const OUTAGE_TOLERANCE_MS = 3_600_000;
/** Unchanged state is saved this often, so that the length of an outage is known. */
const HEARTBEAT_MS = 60_000;

/* Types, not interfaces: only these are assignable to JSON values. */
type StoredAlert = {
  readonly labels: readonly (readonly [string, string])[];
  readonly annotations: readonly (readonly [string, string])[];
  readonly state: TrackedAlert['state'];
  /** Text, because JSON has no NaN and no infinities. */
  readonly value: string;
  readonly activeAtMs: number;
  readonly firedAtMs: number | null;
  readonly resolvedAtMs: number | null;
  readonly keepFiringSinceMs: number | null;
};
type StoredRule = { readonly rule: string; readonly alerts: readonly StoredAlert[] };
type StoredGroup = { readonly savedAtMs: number; readonly rules: readonly StoredRule[] };

const COLLECTION = 'alert-state';

/** Keeps the alerts of one rule group over restarts. */
export interface AlertStateStore {
  /**
   * Gives the evaluators the alerts of an earlier process. After too long an outage those that fired
   * come back as resolved: somebody was told of them and must hear of their end. So must be told,
   * by the caller, the end of the returned ones: they were told of, and their rule is gone.
   */
  restore(evaluators: readonly RuleEvaluator[], nowMs: number): Promise<readonly TrackedAlert[]>;
  /** Saves when something changed, and now and then while there are alerts. */
  save(evaluators: readonly RuleEvaluator[], nowMs: number): Promise<void>;
  /** Saves whatever was saved before by another store of the group. */
  replace(evaluators: readonly RuleEvaluator[], nowMs: number): Promise<void>;
}

export function createAlertStateStore(state: StateStore, groupKey: string): AlertStateStore {
  const documents: Documents<StoredGroup> = state.documents(COLLECTION);
  let saved = '[]';
  let savedAtMs = -Infinity;
  const save = async (evaluators: readonly RuleEvaluator[], nowMs: number): Promise<void> => {
    const rules = storedRules(evaluators);
    const text = JSON.stringify(rules, withoutReadings);
    const isBeatDue = rules.length > 0 && nowMs - savedAtMs >= HEARTBEAT_MS;
    if (text === saved && !isBeatDue) return;
    await documents.put(groupKey, { savedAtMs: nowMs, rules });
    saved = text;
    savedAtMs = nowMs;
  };
  return {
    restore: async (evaluators, nowMs) => {
      const stored = await documents.get(groupKey);
      if (!stored) return [];
      // What is stored may not be what is kept: the next save writes.
      saved = '';
      const isOutdated = nowMs - stored.savedAtMs > OUTAGE_TOLERANCE_MS;
      const alertsByRule = new Map(stored.rules.map(({ rule, alerts }) => [rule, alerts]));
      for (const [ruleKey, evaluator] of keyed(evaluators)) {
        const alerts = alertsByRule.get(ruleKey);
        if (!alerts || !evaluator.alerting) continue;
        const restored = alerts.map(parseAlert);
        evaluator.restore(isOutdated ? restored.flatMap((alert) => ended(alert, nowMs)) : restored);
        alertsByRule.delete(ruleKey);
      }
      return [...alertsByRule.values()]
        .flat()
        .map(parseAlert)
        .flatMap((alert) => ended(alert, nowMs));
    },
    save,
    replace: (evaluators, nowMs) => {
      saved = '';
      return save(evaluators, nowMs);
    },
  };
}

/** Forgets the alerts of groups that are gone. */
export async function forgetAlertState(state: StateStore, presentGroups: ReadonlySet<string>): Promise<void> {
  const documents: Documents<StoredGroup> = state.documents(COLLECTION);
  const kept = await documents.entries();
  const gone = kept.filter(([key]) => !presentGroups.has(key));
  await Promise.all(gone.map(([key]) => documents.delete(key)));
}

/** Values and the texts made of them change at every evaluation: not worth a write of their own. */
function withoutReadings(key: string, value: unknown): unknown {
  return key === 'value' || key === 'annotations' ? undefined : value;
}

function storedRules(evaluators: readonly RuleEvaluator[]): StoredRule[] {
  const rules: StoredRule[] = [];
  for (const [rule, { alerting }] of keyed(evaluators)) {
    if (alerting && alerting.alerts.length > 0)
      rules.push({ rule, alerts: alerting.alerts.map(formatAlert) });
  }
  return rules;
}

function keyed(evaluators: readonly RuleEvaluator[]): Map<string, RuleEvaluator> {
  const keys = ruleKeys(evaluators.map(({ rule }) => rule));
  return new Map(evaluators.map((evaluator, i) => [keys[i], evaluator]));
}

function formatAlert(alert: TrackedAlert): StoredAlert {
  return {
    labels: [...alert.labels.entries()],
    annotations: Object.entries(alert.annotations),
    state: alert.state,
    value: String(alert.value),
    activeAtMs: alert.activeAtMs,
    firedAtMs: alert.firedAtMs,
    resolvedAtMs: alert.resolvedAtMs,
    keepFiringSinceMs: alert.keepFiringSinceMs,
  };
}

/** An alert that nobody watched for too long: pending ones are forgotten, firing ones resolved. */
function ended(alert: TrackedAlert, nowMs: number): TrackedAlert[] {
  if (alert.state === 'pending') return [];
  return [
    { ...alert, state: 'inactive', resolvedAtMs: alert.resolvedAtMs ?? nowMs, keepFiringSinceMs: null },
  ];
}

function parseAlert(stored: StoredAlert): TrackedAlert {
  return {
    ...stored,
    labels: LabelSet.from(stored.labels),
    annotations: Object.fromEntries(stored.annotations),
    value: Number(stored.value),
    // Whoever receives alerts may have forgotten this one with the process: tell it again.
    lastSentMs: null,
  };
}
