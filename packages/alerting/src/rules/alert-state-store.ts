import { LabelSet } from '@telltale/model';
import type { Documents, StateStore } from '@telltale/model';
import { endedAlert, restoredAlert } from './restored-alert.ts';
import type { RuleEvaluator } from './rule-evaluator.ts';
import { ruleKeys } from './rule-key.ts';
import type { TrackedAlert } from './tracked-alert.ts';

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
/** When each group was evaluated last, while there are pending alerts: their outage is measured exactly. */
const HEARTBEATS = 'alert-heartbeats';

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

/** @param intervalMs How long there is between two evaluations of the group. */
export function createAlertStateStore(
  state: StateStore,
  groupKey: string,
  intervalMs: number,
): AlertStateStore {
  const documents: Documents<StoredGroup> = state.documents(COLLECTION);
  const heartbeats: Documents<number> = state.documents(HEARTBEATS);
  let saved = '[]';
  let savedAtMs = -Infinity;
  const save = async (evaluators: readonly RuleEvaluator[], nowMs: number): Promise<void> => {
    const rules = storedRules(evaluators);
    const text = JSON.stringify(rules, withoutReadings);
    const isBeatDue = rules.length > 0 && nowMs - savedAtMs >= HEARTBEAT_MS;
    if (text !== saved || isBeatDue) {
      await documents.put(groupKey, { savedAtMs: nowMs, rules });
      saved = text;
      savedAtMs = nowMs;
    } else if (rules.some(({ alerts }) => alerts.some((alert) => alert.state === 'pending'))) {
      await heartbeats.put(groupKey, nowMs);
    }
  };
  return {
    restore: async (evaluators, nowMs) => {
      const stored = await documents.get(groupKey);
      if (!stored) return [];
      // What is stored may not be what is kept: the next save writes.
      saved = '';
      const downAtMs = Math.max(stored.savedAtMs, (await heartbeats.get(groupKey)) ?? 0);
      const alertsByRule = new Map(stored.rules.map(({ rule, alerts }) => [rule, alerts.map(parseAlert)]));
      for (const [ruleKey, evaluator] of keyed(evaluators)) {
        const alerts = alertsByRule.get(ruleKey);
        const { rule } = evaluator;
        if (!alerts || rule.kind !== 'alerting') continue;
        const outage = { downAtMs, nowMs, intervalMs };
        evaluator.restore(alerts.flatMap((alert) => restoredAlert(alert, rule.forMs, outage)));
        alertsByRule.delete(ruleKey);
      }
      return [...alertsByRule.values()].flat().flatMap((alert) => endedAlert(alert, nowMs));
    },
    save,
    replace: (evaluators, nowMs) => {
      saved = '';
      return save(evaluators, nowMs);
    },
  };
}

/** The alerts of groups that are not there any more, ended; kept until {@link forgetAlertState}. */
export async function departedGroupAlerts(
  state: StateStore,
  presentGroups: ReadonlySet<string>,
  nowMs: number,
): Promise<readonly TrackedAlert[]> {
  const documents: Documents<StoredGroup> = state.documents(COLLECTION);
  const kept = await documents.entries();
  return kept
    .filter(([key]) => !presentGroups.has(key))
    .flatMap(([, { rules }]) => rules.flatMap(({ alerts }) => alerts.map(parseAlert)))
    .flatMap((alert) => endedAlert(alert, nowMs));
}

/** Forgets the alerts of groups that are gone. */
export async function forgetAlertState(state: StateStore, presentGroups: ReadonlySet<string>): Promise<void> {
  for (const collection of [COLLECTION, HEARTBEATS]) {
    const documents = state.documents(collection);
    const kept = await documents.entries();
    const gone = kept.filter(([key]) => !presentGroups.has(key));
    await Promise.all(gone.map(([key]) => documents.delete(key)));
  }
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
