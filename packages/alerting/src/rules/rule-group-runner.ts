import type { Clock, RuleGroup, StateStore } from '@telltale/model';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import { createAlertStateStore } from './alert-state-store.ts';
import type { AlertTransition } from './alerting-rule-state.ts';
import { departedUpdates } from './departed-alerts.ts';
import { createEvaluationSchedule } from './evaluation-schedule.ts';
import { createGroupRules } from './group-rules.ts';
import type { GroupRules, GroupRulesOptions } from './group-rules.ts';
import type { RuleEvaluator, RuleStatus } from './rule-evaluator.ts';
import { groupKeyOf } from './rule-key.ts';
import type { TrackedAlert } from './tracked-alert.ts';

/** A rule group and how its evaluations go. */
export interface RuleGroupStatus {
  readonly name: string;
  readonly file: string;
  readonly intervalMs: number;
  /** Most series or alerts of each rule; 0 for no limit. */
  readonly limit: number;
  readonly rules: readonly RuleStatus[];
  readonly lastEvaluationMs: number | undefined;
  /** Wall time of the last evaluation of all rules. */
  readonly lastDurationMs: number | undefined;
  /** Samples that the rules wrote in the last evaluation. */
  readonly lastSamples: number;
  /** Why the alerts' state could not be kept; empty otherwise. Errors of rules stand with the rules. */
  readonly lastError: string;
  /** Evaluations of the whole group. */
  readonly evaluations: number;
  /** Evaluations left out because an earlier one took too long. */
  readonly missedEvaluations: number;
  /** Evaluations of rules that failed. */
  readonly failedRules: number;
}

/** Evaluates a group at its times, and keeps the state of its alerts. */
export interface RuleGroupRunner extends Pick<GroupRules, 'handOver' | 'takeOver'> {
  readonly group: RuleGroup;
  /** Continues with the alerts of an earlier process. */
  restore(): Promise<void>;
  /** Evaluates at every interval from now on; never again for a time that was evaluated. */
  start(): void;
  /** Ends the schedule and waits for a running evaluation. */
  stop(): Promise<void>;
  /** Evaluates all rules in order at one time, after a running evaluation. */
  evaluateAt(timeMs: number): Promise<void>;
  status(): RuleGroupStatus;
  /** Figures and last evaluation go on from those of the group that this one replaces. */
  goOn(before: RuleGroupStatus): void;
  /** Makes the state of its alerts durable, in the place of what was kept of the group before. */
  save(): Promise<void>;
}

/** What {@link createRuleGroupRunner} takes. */
export interface RuleGroupRunnerOptions extends GroupRulesOptions {
  readonly clock: Clock;
  readonly state: StateStore;
  onAlerts(alerts: readonly AlertUpdate[]): void;
  onTransitions(transitions: readonly AlertTransition[]): Promise<void>;
}

type GroupOutcome = Omit<RuleGroupStatus, 'name' | 'file' | 'intervalMs' | 'limit' | 'rules'>;

const NOT_EVALUATED: GroupOutcome = {
  lastEvaluationMs: undefined,
  lastDurationMs: undefined,
  lastSamples: 0,
  lastError: '',
  evaluations: 0,
  missedEvaluations: 0,
  failedRules: 0,
};

/** A group that is not evaluated before it is started. */
export function createRuleGroupRunner(options: RuleGroupRunnerOptions): RuleGroupRunner {
  const { group, clock } = options;
  const { intervalMs } = group;
  const groupKey = groupKeyOf(group);
  const rules = createGroupRules(options);
  const { evaluators } = rules;
  const store = createAlertStateStore(options.state, groupKey, intervalMs);
  let outcome = NOT_EVALUATED;
  let running: Promise<void> = Promise.resolve();
  let departed: readonly TrackedAlert[] = [];

  const evaluate = async (timeMs: number): Promise<void> => {
    const startedMs = performance.now();
    const { transitions, updates } = await rules.evaluate(timeMs);
    const toTell = [...departedUpdates(departed, timeMs), ...updates];
    departed = [];
    outcome = {
      ...afterEvaluation(outcome, evaluators, timeMs),
      lastDurationMs: performance.now() - startedMs,
    };
    // Durable before anyone hears of it: a crash in between sends again, and never loses an alert.
    // Settled, not all: a full disk must not silence an alert.
    const kept = await Promise.allSettled([
      store.save(evaluators, timeMs),
      options.onTransitions(transitions),
    ]);
    outcome = { ...outcome, lastError: keepingError(kept) };
    if (toTell.length > 0) options.onAlerts(toTell);
  };
  const evaluateAt = (timeMs: number): Promise<void> => {
    const turn = running.then(() => evaluate(timeMs));
    running = turn.catch(() => undefined);
    return turn;
  };
  const schedule = createEvaluationSchedule({
    clock,
    key: groupKey,
    intervalMs,
    run: evaluateAt,
    onMissed: (slots) => {
      outcome = { ...outcome, missedEvaluations: outcome.missedEvaluations + slots };
    },
  });
  return {
    group,
    restore: async () => {
      departed = await store.restore(evaluators, clock.now());
    },
    start: () => schedule.start(outcome.lastEvaluationMs),
    stop: async () => {
      schedule.stop();
      await running;
    },
    evaluateAt,
    status: () => ({
      name: group.name,
      file: group.file,
      intervalMs,
      limit: group.limit ?? 0,
      rules: evaluators.map((evaluator) => evaluator.status()),
      ...outcome,
    }),
    handOver: () => rules.handOver(),
    takeOver: (take) => rules.takeOver(take),
    goOn: ({ lastEvaluationMs, lastDurationMs, evaluations, missedEvaluations, failedRules }) => {
      outcome = { ...outcome, lastEvaluationMs, lastDurationMs, evaluations, missedEvaluations, failedRules };
    },
    save: () => store.replace(evaluators, clock.now()),
  };
}

function afterEvaluation(
  before: GroupOutcome,
  evaluators: readonly RuleEvaluator[],
  timeMs: number,
): GroupOutcome {
  const outcomes = evaluators.map((evaluator) => evaluator.outcome());
  return {
    ...before,
    lastEvaluationMs: timeMs,
    lastSamples: outcomes.reduce((sum, { lastSamples }) => sum + lastSamples, 0),
    evaluations: before.evaluations + 1,
    failedRules: before.failedRules + outcomes.filter(({ health }) => health === 'err').length,
  };
}

/** Why the state of the alerts could not be kept; empty when it was. */
function keepingError(results: readonly PromiseSettledResult<void>[]): string {
  const failed = results.find((result) => result.status === 'rejected');
  if (!failed) return '';
  const { reason } = failed;
  return `The state of the alerts could not be kept: ${reason instanceof Error ? reason.message : String(reason)}`;
}
