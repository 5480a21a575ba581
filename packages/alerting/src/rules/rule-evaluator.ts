import { LabelSet, TelltaleError } from '@telltale/model';
import type {
  MetricAppender,
  QueryOptions,
  QueryResult,
  QueryService,
  Rule,
  VectorSample,
} from '@telltale/model';
import type { TemplateEnvironment } from '../templates/rule-dialect/rule-template.ts';
import type { RuleHandover } from './rule-handover.ts';
import type { AlertState, TrackedAlert } from './tracked-alert.ts';
import { createAlertingRuleState } from './alerting-rule-state.ts';
import type { AlertTransition, AlertingRuleState } from './alerting-rule-state.ts';
import { recordingRuleSamples } from './recording-rule-samples.ts';
import { checkRuleLimit } from './rule-limit.ts';
import { createRuleSeries } from './rule-series.ts';
import type { RuleSample } from './rule-series.ts';

/** One pending or firing alert, as shown to people. */
export interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: 'pending' | 'firing';
  readonly activeAtMs: number;
  /** Since when the alert fires only because of `keep_firing_for`. */
  readonly keepFiringSinceMs: number | null;
  readonly value: number;
}

/** A rule and how its last evaluation went. */
export interface RuleStatus {
  readonly rule: Rule;
  /** The worst state of the rule's alerts; `inactive` for recording rules. */
  readonly state: AlertState;
  readonly alerts: readonly ActiveAlert[];
  readonly health: 'unknown' | 'ok' | 'err';
  /** Empty when the last evaluation succeeded. */
  readonly lastError: string;
  /** `undefined` before the first evaluation. */
  readonly lastEvaluationMs: number | undefined;
  /** Wall time of the last evaluation. */
  readonly lastDurationMs: number | undefined;
  /** Samples that the last evaluation wrote, without markers for series that ended. */
  readonly lastSamples: number;
}

/** Answers a rule's expression. */
export type RuleQuestion = (options: QueryOptions) => Promise<QueryResult>;

/** Evaluates one rule and remembers how it went. */
export interface RuleEvaluator {
  readonly rule: Rule;
  /** The alerts of an alerting rule. */
  readonly alerting: AlertingRuleState | undefined;
  /**
   * Never throws: an error is kept in the status. `undefined` when the expression could not be
   * evaluated: alerts and series are as they were. Series that the store refuses change no alert.
   *
   * @param ask Answers the rule's expression, at the time of the evaluation less the query offset.
   */
  evaluate(timeMs: number, ask: RuleQuestion): Promise<readonly AlertTransition[] | undefined>;
  status(): RuleStatus;
  /** What counts of the last evaluation; cheaper than the status. */
  outcome(): Pick<RuleStatus, 'health' | 'lastSamples'>;
  /** Continues with alerts of an earlier process, and makes their series end properly. */
  restore(alerts: readonly TrackedAlert[]): void;
  /** What it leaves to the rule that takes its place. */
  handOver(): Pick<RuleHandover, 'alerts' | 'series'>;
  /** Continues where another rule ended. */
  takeOver(left: Pick<RuleHandover, 'alerts' | 'series'>): void;
}

/** What {@link createRuleEvaluator} takes. */
export interface RuleEvaluatorOptions {
  readonly rule: Rule;
  /** Distinguishes the rule's rows in the store. */
  readonly seriesGroup: string;
  /** Answers what its templates ask. */
  readonly query: QueryService;
  readonly appender: MetricAppender;
  readonly environment: TemplateEnvironment;
  /** An evaluation that runs longer fails. */
  readonly timeoutMs: number;
  /** Most series or alerts of the rule; 0 for no limit. */
  readonly limit: number;
  /** How far before its time an evaluation reads and writes samples. */
  readonly queryOffsetMs: number;
}

/** What the result of a rule's expression means. */
interface Evaluation {
  readonly samples: readonly RuleSample[];
  readonly transitions: readonly AlertTransition[];
}

/** Evaluates one rule; it has no alerts yet. */
export function createRuleEvaluator(options: RuleEvaluatorOptions): RuleEvaluator {
  const { rule, query, limit, queryOffsetMs } = options;
  const series = createRuleSeries(options.appender, options.seriesGroup);
  const alerting =
    rule.kind === 'alerting' ? createAlertingRuleState(rule, options.environment, limit) : undefined;
  let outcome: Pick<RuleStatus, 'health' | 'lastError'> = { health: 'unknown', lastError: '' };
  let lastEvaluationMs: number | undefined;
  let lastDurationMs: number | undefined;
  let lastSamples = 0;

  const run = async (timeMs: number, ask: RuleQuestion): Promise<Evaluation> => {
    const { timeoutMs } = options;
    const vector = vectorOf(await ask({ timeoutMs }));
    if (rule.kind === 'alerting') {
      const transitions = (await alerting?.evaluate(vector, { service: query, timeMs, timeoutMs })) ?? [];
      return { samples: alerting?.samples() ?? [], transitions };
    }
    const samples = recordingRuleSamples(rule, vector);
    checkRuleLimit(limit, samples.length, 'series');
    return { samples, transitions: [] };
  };

  return {
    rule,
    alerting,
    evaluate: async (timeMs, ask) => {
      const startedMs = performance.now();
      let transitions: readonly AlertTransition[] | undefined;
      lastSamples = 0;
      try {
        const evaluation = await run(timeMs, ask);
        transitions = evaluation.transitions;
        series.write(evaluation.samples, timeMs - queryOffsetMs);
        lastSamples = evaluation.samples.length;
        outcome = { health: 'ok', lastError: '' };
      } catch (error) {
        outcome = { health: 'err', lastError: error instanceof Error ? error.message : String(error) };
      }
      lastEvaluationMs = timeMs;
      lastDurationMs = performance.now() - startedMs;
      return transitions;
    },
    status: () => {
      const alerts = shownAlerts(alerting);
      const state = worstState(alerts);
      return { rule, state, alerts, ...outcome, lastEvaluationMs, lastDurationMs, lastSamples };
    },
    outcome: () => ({ health: outcome.health, lastSamples }),
    restore: (alerts) => {
      alerting?.restore(alerts);
      series.adopt(alerting?.samples().map(({ labels }) => labels) ?? []);
    },
    handOver: () => ({ alerts: alerting?.alerts ?? [], series: series.present() }),
    takeOver: (left) => {
      alerting?.restore(left.alerts);
      series.adopt(left.series);
    },
  };
}

function vectorOf({ value }: QueryResult): readonly VectorSample[] {
  switch (value.type) {
    case 'vector':
      return value.samples;
    case 'scalar':
      return [{ labels: LabelSet.empty, timestampMs: value.timestampMs, value: value.value }];
    default:
      throw new TelltaleError(
        'TT_QUERY_TYPE',
        `A rule needs a vector or a scalar, its query gives a ${value.type}.`,
      );
  }
}

function shownAlerts(alerting: AlertingRuleState | undefined): ActiveAlert[] {
  const shown: ActiveAlert[] = [];
  for (const { labels, state, annotations, activeAtMs, keepFiringSinceMs, value } of alerting?.alerts ?? []) {
    if (state === 'inactive') continue;
    shown.push({ labels: labels.toObject(), annotations, state, activeAtMs, keepFiringSinceMs, value });
  }
  return shown;
}

function worstState(alerts: readonly ActiveAlert[]): AlertState {
  if (alerts.some(({ state }) => state === 'firing')) return 'firing';
  return alerts.length > 0 ? 'pending' : 'inactive';
}
