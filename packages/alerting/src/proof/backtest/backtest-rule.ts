import type { AlertingRule, LabelSet, QueryService, VectorSample } from '@telltale/model';
import { createAlertingRuleState } from '../../rules/alerting-rule-state.ts';
import type { AlertEpisode } from '../testing/alert-episodes.ts';
import { episodesOf } from '../testing/alert-episodes.ts';

/** Where a replay reads: this process's engine, or a server. */
export type BacktestQuery = Pick<QueryService, 'instant' | 'range'>;

/** What {@link backtestRule} takes. */
export interface BacktestOptions {
  /** Holds the samples of the time. */
  readonly query: BacktestQuery;
  readonly startMs: number;
  readonly endMs: number;
  /** Distance of the evaluations. */
  readonly stepMs: number;
  /** Labels of the server, for templates. */
  readonly externalLabels?: LabelSet;
}

/** What a rule would have done. */
export interface Backtest {
  readonly alertName: string;
  readonly startMs: number;
  readonly endMs: number;
  /** When each alert would have been pending, fired and ended; by the time it began. */
  readonly episodes: readonly AlertEpisode[];
  /** Evaluations at which at least one series was returned. */
  readonly heldSteps: number;
  readonly steps: number;
}

/** Servers answer at most 11,000 points of a series; fewer keep each question light. */
const STEPS_AT_ONCE = 5000;
/** Of the queries that templates of labels ask. */
const QUERY_TIMEOUT_MS = 30_000;

/**
 * Replays a rule over stored samples: at each step the state machine of the rule engine takes what the expression
 * returned then, so `for` and `keep_firing_for` count as they would have. Rejects with what the query rejects with.
 */
export async function backtestRule(rule: AlertingRule, options: BacktestOptions): Promise<Backtest> {
  const { startMs, endMs, stepMs, query, externalLabels } = options;
  // Nobody reads the texts of what would have been.
  const silent = { ...rule, annotations: {} };
  const state = createAlertingRuleState(silent, externalLabels ? { externalLabels } : {}, 0);
  const snapshots: Parameters<typeof episodesOf>[0][number][] = [];
  let heldSteps = 0;
  let steps = 0;
  for (let fromMs = startMs; fromMs <= endMs; fromMs += STEPS_AT_ONCE * stepMs) {
    const untilMs = Math.min(endMs, fromMs + (STEPS_AT_ONCE - 1) * stepMs);
    const held = await samplesByStep(rule, query, { startMs: fromMs, endMs: untilMs, stepMs });
    for (let atMs = fromMs; atMs <= untilMs; atMs += stepMs, steps++) {
      const samples = held.get(atMs) ?? [];
      if (samples.length > 0) heldSteps++;
      // Nothing held and nothing is remembered: nothing can change.
      if (samples.length === 0 && state.alerts.length === 0) continue;
      await state.evaluate(samples, { service: query, timeMs: atMs, timeoutMs: QUERY_TIMEOUT_MS });
      snapshots.push({ atMs, alerts: state.alerts.flatMap((alert) => shown(rule.name, alert)) });
    }
  }
  return { alertName: rule.name, startMs, endMs, episodes: episodesOf(snapshots), heldSteps, steps };
}

function shown(
  alertName: string,
  alert: ReturnType<typeof createAlertingRuleState>['alerts'][number],
): Parameters<typeof episodesOf>[0][number]['alerts'] {
  const { state, labels, annotations, activeAtMs } = alert;
  if (state === 'inactive') return [];
  return [{ alertName, labels: labels.toObject(), annotations, state, activeAtMs }];
}

async function samplesByStep(
  rule: AlertingRule,
  query: BacktestQuery,
  range: { readonly startMs: number; readonly endMs: number; readonly stepMs: number },
): Promise<ReadonlyMap<number, readonly VectorSample[]>> {
  const { value } = await query.range(rule.expr, range);
  const byStep = new Map<number, VectorSample[]>();
  if (value.type !== 'matrix') return byStep;
  for (const { labels, timestamps, values } of value.series) {
    for (let i = 0; i < timestamps.length; i++) {
      const timestampMs = timestamps[i];
      const samples = byStep.get(timestampMs);
      const sample = { labels, timestampMs, value: values[i] };
      if (samples) samples.push(sample);
      else byStep.set(timestampMs, [sample]);
    }
  }
  return byStep;
}
