import type { MetricAppender, QueryPlan, QueryService, RuleGroup } from '@telltale/model';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import type { TemplateEnvironment } from '../templates/rule-dialect/rule-template.ts';
import type { AlertTransition } from './alerting-rule-state.ts';
import { createRuleEvaluator } from './rule-evaluator.ts';
import type { RuleEvaluator } from './rule-evaluator.ts';
import type { RuleHandover } from './rule-handover.ts';
import { groupKeyOf, ruleKeys } from './rule-key.ts';
import { metricsOf, planRules } from './rule-queries.ts';

/** What became of the alerts of a group in one evaluation. */
export interface GroupEvaluation {
  readonly transitions: readonly AlertTransition[];
  /** What is due to be told. */
  readonly updates: readonly AlertUpdate[];
}

/** The rules of one group, in order. */
export interface GroupRules {
  readonly evaluators: readonly RuleEvaluator[];
  /** Evaluates all; a rule sees what those before it have written. Never throws. */
  evaluate(timeMs: number): Promise<GroupEvaluation>;
  /** What the rules leave to others. */
  handOver(): readonly RuleHandover[];
  /** Lets rules that took nothing over yet take what `take` has for them. */
  takeOver(take: (groupKey: string, ruleKey: string) => RuleHandover | undefined): void;
}

/** What {@link createGroupRules} takes. */
export interface GroupRulesOptions {
  readonly group: RuleGroup;
  readonly query: QueryService;
  readonly appender: MetricAppender;
  readonly environment: TemplateEnvironment;
  readonly resendDelayMs: number;
}

/** No single rule may hold up its group for longer. */
const MAX_RULE_TIMEOUT_MS = 120_000;

/** The rules of a group, with no alert yet. */
export function createGroupRules(options: GroupRulesOptions): GroupRules {
  const { group, resendDelayMs } = options;
  const { intervalMs, queryOffsetMs = 0 } = group;
  let plan: QueryPlan | undefined;
  const groupKey = groupKeyOf(group);
  const keys = ruleKeys(group.rules);
  const evaluators = createEvaluators(options, groupKey);
  const unclaimed = new Set(evaluators.keys());
  return {
    evaluators,
    evaluate: async (timeMs) => {
      const transitions: AlertTransition[] = [];
      const updates: AlertUpdate[] = [];
      // Not before: a station with many rules is to start as fast as one without.
      plan ??= planRules(options.query, group.rules);
      const moment = plan.at(timeMs - queryOffsetMs);
      for (const [i, evaluator] of evaluators.entries()) {
        const changed = await evaluator.evaluate(timeMs, (query) => moment.instant(i, query));
        for (const name of metricsOf(evaluator.rule)) moment.forget(name);
        // As in Prometheus, a rule that failed sends nothing: its alerts end when their validity does.
        if (!changed) continue;
        transitions.push(...changed);
        updates.push(...(evaluator.alerting?.takeUpdates({ timeMs, intervalMs, resendDelayMs }) ?? []));
      }
      return { transitions, updates };
    },
    handOver: () =>
      evaluators.map((evaluator, i) => ({
        groupKey,
        ruleKey: keys[i],
        queryOffsetMs,
        ...evaluator.handOver(),
      })),
    takeOver: (take) => {
      for (const i of unclaimed) {
        const left = take(groupKey, keys[i]);
        if (!left) continue;
        unclaimed.delete(i);
        evaluators[i].takeOver(left);
      }
    },
  };
}

function createEvaluators(
  { group, query, appender, environment }: GroupRulesOptions,
  groupKey: string,
): RuleEvaluator[] {
  return group.rules.map((rule, index) =>
    createRuleEvaluator({
      rule,
      seriesGroup: `rules;${groupKey};${index}`,
      query,
      appender,
      environment,
      timeoutMs: MAX_RULE_TIMEOUT_MS,
      limit: group.limit ?? 0,
      queryOffsetMs: group.queryOffsetMs ?? 0,
    }),
  );
}
