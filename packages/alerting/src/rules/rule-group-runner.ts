import { LabelSet } from '@telltale/model';
import type {
  CancelTimer,
  Clock,
  MetricAppender,
  QueryService,
  RuleGroup,
  StateStore,
} from '@telltale/model';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import { fingerprint } from '../alerts/fingerprint.ts';
import type { TemplateEnvironment } from '../templates/render-template.ts';
import { createAlertStateStore } from './alert-state-store.ts';
import type { AlertTransition } from './alerting-rule-state.ts';
import { departedUpdates } from './departed-alerts.ts';
import { createRuleEvaluator } from './rule-evaluator.ts';
import type { RuleEvaluator, RuleStatus } from './rule-evaluator.ts';
import type { TrackedAlert } from './tracked-alert.ts';

/** A rule group and how its evaluations go. */
export interface RuleGroupStatus {
  readonly name: string;
  readonly file: string;
  readonly intervalMs: number;
  readonly rules: readonly RuleStatus[];
  readonly lastEvaluationMs: number | undefined;
  /** Wall time of the last evaluation of all rules. */
  readonly lastDurationMs: number | undefined;
  /** Why the alerts' state could not be kept; empty otherwise. Errors of rules stand with the rules. */
  readonly lastError: string;
  /** Evaluations left out because an earlier one took too long. */
  readonly missedEvaluations: number;
}

export interface RuleGroupRunner {
  restore(): Promise<void>;
  /** Evaluates at every interval from now on. */
  start(): void;
  /** Ends the schedule and waits for a running evaluation. */
  stop(): Promise<void>;
  /** Evaluates all rules in order at one time, after a running evaluation. */
  evaluateAt(timeMs: number): Promise<void>;
  status(): RuleGroupStatus;
}

export interface RuleGroupRunnerOptions {
  readonly group: RuleGroup;
  readonly query: QueryService;
  readonly appender: MetricAppender;
  readonly clock: Clock;
  readonly state: StateStore;
  readonly environment: TemplateEnvironment;
  readonly resendDelayMs: number;
  onAlerts(alerts: readonly AlertUpdate[]): void;
  onTransitions(transitions: readonly AlertTransition[]): Promise<void>;
}

/** No single rule may hold up its group for longer. */
const MAX_RULE_TIMEOUT_MS = 120_000;

export function createRuleGroupRunner(options: RuleGroupRunnerOptions): RuleGroupRunner {
  const { group, clock, resendDelayMs } = options;
  const { intervalMs } = group;
  const groupKey = `${group.file};${group.name}`;
  const evaluators = createEvaluators(options, groupKey);
  const store = createAlertStateStore(options.state, groupKey);
  let missedEvaluations = 0;
  let lastEvaluationMs: number | undefined;
  let lastDurationMs: number | undefined;
  let lastError = '';
  let running: Promise<void> = Promise.resolve();
  let cancelTimer: CancelTimer | undefined;
  let isStopped = true;
  let departed: readonly TrackedAlert[] = [];

  const evaluate = async (timeMs: number): Promise<void> => {
    const startedMs = performance.now();
    const transitions: AlertTransition[] = [];
    const updates = [...departedUpdates(departed, timeMs)];
    departed = [];
    for (const evaluator of evaluators) {
      const changed = await evaluator.evaluate(timeMs);
      // As in Prometheus, a rule that failed sends nothing: its alerts end when their validity does.
      if (!changed) continue;
      transitions.push(...changed);
      updates.push(...(evaluator.alerting?.takeUpdates({ timeMs, intervalMs, resendDelayMs }) ?? []));
    }
    lastEvaluationMs = timeMs;
    lastDurationMs = performance.now() - startedMs;
    // Durable before anyone hears of it: a crash in between sends again, and never loses an alert.
    // Settled, not all: a full disk must not silence an alert.
    const kept = await Promise.allSettled([
      store.save(evaluators, timeMs),
      options.onTransitions(transitions),
    ]);
    lastError = keepingError(kept);
    if (updates.length > 0) options.onAlerts(updates);
  };
  const evaluateAt = (timeMs: number): Promise<void> => {
    const turn = running.then(() => evaluate(timeMs));
    running = turn.catch(() => undefined);
    return turn;
  };
  const schedule = (slotMs: number): void => {
    cancelTimer = clock.after(Math.max(0, slotMs - clock.now()), () => void runSlot(slotMs));
  };
  const runSlot = async (slotMs: number): Promise<void> => {
    await evaluateAt(slotMs).catch(() => undefined);
    if (isStopped) return;
    const missed = Math.max(0, Math.floor((clock.now() - slotMs) / intervalMs));
    missedEvaluations += missed;
    schedule(slotMs + (missed + 1) * intervalMs);
  };
  return {
    restore: async () => {
      departed = await store.restore(evaluators, clock.now());
    },
    start: () => {
      isStopped = false;
      schedule(firstSlotMs(groupKey, intervalMs, clock.now()));
    },
    stop: async () => {
      isStopped = true;
      cancelTimer?.();
      await running;
    },
    evaluateAt,
    status: () => ({
      name: group.name,
      file: group.file,
      intervalMs,
      rules: evaluators.map((evaluator) => evaluator.status()),
      lastEvaluationMs,
      lastDurationMs,
      lastError,
      missedEvaluations,
    }),
  };
}

function createEvaluators(options: RuleGroupRunnerOptions, groupKey: string): RuleEvaluator[] {
  const { group, query, appender, environment } = options;
  return group.rules.map((rule, index) =>
    createRuleEvaluator({
      rule,
      seriesGroup: `rules;${groupKey};${index}`,
      query,
      appender,
      environment,
      timeoutMs: MAX_RULE_TIMEOUT_MS,
    }),
  );
}

/** Why the state of the alerts could not be kept; empty when it was. */
function keepingError(results: readonly PromiseSettledResult<void>[]): string {
  const failed = results.find((result) => result.status === 'rejected');
  if (!failed) return '';
  const { reason } = failed;
  return `The state of the alerts could not be kept: ${reason instanceof Error ? reason.message : String(reason)}`;
}

/** Spreads groups over their interval by name, the same at every start. */
function firstSlotMs(groupKey: string, intervalMs: number, nowMs: number): number {
  const hash = Number.parseInt(fingerprint(LabelSet.of({ group: groupKey })).slice(8), 16);
  const offsetMs = hash % intervalMs;
  return Math.ceil((nowMs - offsetMs) / intervalMs) * intervalMs + offsetMs;
}
