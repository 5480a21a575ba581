import { MemorySeriesStore, VirtualClock, createMemoryState } from '@telltale/model';
import type { Expr, LabelSet, QueryResult, RuleGroup } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import type { ActiveAlert } from '../../rules/rule-evaluator.ts';
import { createRuleManager } from '../../rules/rule-manager.ts';
import type { RuleManager } from '../../rules/rule-manager.ts';
import type { AlertEpisode } from './alert-episodes.ts';
import { episodesOf } from './alert-episodes.ts';
import type { GivenSeries } from './given-series.ts';
import { createSeriesFeed } from './given-series.ts';
import { createSteppedQuery, readsOnlyGiven } from './stepped-query.ts';

/** What {@link runAlerts} takes. */
export interface AlertRunOptions {
  /** All groups are evaluated at each step, in this order. */
  readonly groups: readonly RuleGroup[];
  readonly series: readonly GivenSeries[];
  /** Distance of the samples. */
  readonly sampleIntervalMs: number;
  /** Distance of the evaluations. */
  readonly evaluationIntervalMs: number;
  /** How long after the first evaluation the last one may be. */
  readonly lengthMs: number;
  /** Unix milliseconds of the first sample and the first evaluation. Default 0. */
  readonly startMs?: number;
  /** Whether windows include their left edge, as before Prometheus 3. Default no. */
  readonly closedWindows?: boolean;
  /** Ends the run after a step; never by default. */
  readonly isDone?: (step: RunStep) => boolean;
  /** Labels of the server, for templates. */
  readonly externalLabels?: LabelSet;
  /** Where people reach the server, for templates. */
  readonly externalUrl?: string;
}

/** An alert that is pending or firing, with the rule it is of. */
export interface RunAlert extends ActiveAlert {
  readonly alertName: string;
}

/** An evaluation of a rule that failed. */
export interface RunError {
  readonly ruleName: string;
  readonly atMs: number;
  readonly message: string;
}

/** All alerts of one evaluation. */
export interface RunStep {
  readonly atMs: number;
  readonly alerts: readonly RunAlert[];
}

/** What became of alerts while series went by. */
export interface AlertRun {
  readonly startMs: number;
  /** Time of the last evaluation. */
  readonly endMs: number;
  /** Oldest first. */
  readonly steps: readonly RunStep[];
  /** When each alert began to be pending, fired and resolved; by the time it began. */
  readonly episodes: readonly AlertEpisode[];
  /** Evaluations that failed; the run ended with the first step that has any. */
  readonly errors: readonly RunError[];
  /** Alerts of the last evaluation at or before a time. */
  alertsAt(timeMs: number): readonly RunAlert[];
  /** Asks a query of the given series and of what the rules have written. */
  query(expr: string | Expr, timeMs: number): Promise<QueryResult>;
}

/** Series that the rules themselves write. */
const ALERT_SERIES = ['ALERTS', 'ALERTS_FOR_STATE'];

/**
 * Evaluates rules over given series with the real engine and rule manager, on a clock of its own: hours pass
 * in milliseconds, and nothing is delivered.
 */
export async function runAlerts(options: AlertRunOptions): Promise<AlertRun> {
  const { startMs = 0, evaluationIntervalMs: stepMs } = options;
  const store = new MemorySeriesStore();
  const { closedWindows = false } = options;
  const engine = createQueryEngine({ source: store, closedWindows, experimental: true });
  const feed = createSeriesFeed(options.series, { startMs, intervalMs: options.sampleIntervalMs }, store);
  const written = writtenSeries(options.groups);
  const query = createSteppedQuery(engine, { startMs, stepMs, written });
  // Expressions that look ahead, or at a fixed time, must not see what has not been yet.
  const looksAhead = options.groups.some(({ rules }) =>
    rules.some(({ expr }) => !readsOnlyGiven(expr, NONE)),
  );
  if (!looksAhead) feed.appendUntil(Infinity);
  const groups = options.groups.map((group, i) => ({
    ...group,
    name: `${i} ${group.name}`,
    intervalMs: stepMs,
  }));
  const manager = createRuleManager({
    groups,
    query,
    appender: store,
    clock: new VirtualClock(startMs),
    state: createMemoryState(),
    onAlerts: () => {},
    ...(options.externalLabels && { externalLabels: options.externalLabels }),
    ...(options.externalUrl !== undefined && { externalUrl: options.externalUrl }),
  });
  const steps: RunStep[] = [];
  let errors: readonly RunError[] = [];
  for (let atMs = startMs; atMs <= startMs + options.lengthMs && errors.length === 0; atMs += stepMs) {
    feed.appendUntil(atMs);
    for (const { name } of groups) await manager.evaluateOnce(name, atMs);
    errors = errorsOf(manager, atMs);
    const step = { atMs, alerts: alertsOf(manager) };
    steps.push(step);
    if (options.isDone?.(step)) break;
  }
  await manager.stop();
  return {
    startMs,
    endMs: steps.at(-1)?.atMs ?? startMs,
    steps,
    errors,
    episodes: episodesOf(steps),
    alertsAt: (timeMs) => steps.findLast(({ atMs }) => atMs <= timeMs)?.alerts ?? [],
    query: (expr, timeMs) => engine.instant(expr, timeMs),
  };
}

const NONE: ReadonlySet<string> = new Set();

function writtenSeries(groups: readonly RuleGroup[]): ReadonlySet<string> {
  const recorded = groups.flatMap(({ rules }) => rules.filter(({ kind }) => kind === 'recording'));
  return new Set([...ALERT_SERIES, ...recorded.map(({ name }) => name)]);
}

function errorsOf(manager: RuleManager, atMs: number): readonly RunError[] {
  const rules = manager.groups().flatMap((group) => group.rules);
  return rules.flatMap(({ rule, lastError }) =>
    lastError === '' ? [] : [{ ruleName: rule.name, atMs, message: lastError }],
  );
}

function alertsOf(manager: RuleManager): readonly RunAlert[] {
  const rules = manager.groups().flatMap((group) => group.rules);
  return rules.flatMap(({ rule, alerts }) => alerts.map((alert) => ({ ...alert, alertName: rule.name })));
}
