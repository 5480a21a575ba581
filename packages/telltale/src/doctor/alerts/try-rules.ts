import type { DoctorDetail } from '@telltale/station/contract';
import { explainExpression } from '@telltale/alerting';
import { closestName } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { plural } from '../../check/report/plural.ts';
import { withRemoteQuery } from '../../server/remote-query.ts';
import { missingSelectors } from '../panels/try-query.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { StepFinding } from '../ladder.ts';
import { verdictOf } from '../verdict.ts';
import { fixOf, listText, spanText } from '../words.ts';
import type { AlertsCase } from './alerts-case.ts';
import { listedRules } from './listed-rules.ts';
import type { ListedRule } from './listed-rules.ts';

/** The alerts that a station has about itself. */
const OWN_GROUP = 'telltale-station';
/** Evaluations that may be late before they count as stopped. */
const LATE_EVALUATIONS = 3;

/** Whether the server has the rule, and can evaluate it. */
export async function tryLoaded(examined: AlertsCase): Promise<StepFinding> {
  const { patient, quiet } = examined;
  const all = await listedRules(patient.prometheus);
  if (all === undefined)
    return failed('the server tells no rules', 'Name a station or a Prometheus with --url.');
  examined.rules = all.filter(({ name }) => quiet.alert === undefined || name === quiet.alert);
  if (examined.rules.length === 0) return notLoaded(quiet.alert, all);
  return verdictOf(
    examined.rules.map((rule) =>
      detail(
        rule,
        rule.health === 'err' ? `it cannot be evaluated: ${rule.lastError}` : '',
        `in the group ${rule.group}`,
      ),
    ),
    plural(examined.rules.length, 'alert'),
    fixOf('Correct the expression; telltale check finds the place:', 'npx telltale check'),
  );
}

function notLoaded(alert: string | undefined, all: readonly ListedRule[]): StepFinding {
  if (alert === undefined) {
    return failed(
      'the server evaluates no alerts',
      fixOf('Write alerts into the definition, or load rule files:', 'npx telltale up --rules FILE'),
    );
  }
  const names = [...new Set(all.map(({ name }) => name))];
  const near = closestName(alert, names);
  return failed(
    `no rule is named ${alert}; there are ${listText(names, 8) || 'none'}`,
    near === undefined
      ? fixOf(
          'Load the file of the rule, or write the alert into the definition, and reload:',
          'curl -X POST http://127.0.0.1:9090/-/reload',
        )
      : `Did you mean ${near}?`,
  );
}

/** Whether they are evaluated again and again, in time. */
export async function tryEvaluated({ rules }: AlertsCase): Promise<StepFinding> {
  const nowMs = Date.now();
  return verdictOf(
    rules.map((rule) => {
      const ageMs = nowMs - rule.lastEvaluationMs;
      const isLate = ageMs > LATE_EVALUATIONS * rule.intervalMs + 1000;
      const every = `every ${spanText(rule.intervalMs)}`;
      if (Number.isNaN(ageMs)) return detail(rule, `not evaluated yet; ${every}`, '');
      const last = `last ${spanText(Math.max(0, ageMs))} ago, ${every}`;
      return detail(rule, isLate ? last : '', last);
    }),
    'all of them in time',
    fixOf(
      'The server is too busy, or its rules take too long. Look at how long each takes:',
      'topk(5, prometheus_rule_group_last_duration_seconds)',
    ),
  );
}

/** Whether the series that an alert looks at exist: without them it never fires, and says nothing of it. */
export async function trySelected({ rules, patient, quiet }: AlertsCase): Promise<StepFinding> {
  const details: DoctorDetail[] = [];
  for (const rule of rules) {
    // Of the station's own alerts, some are about what is not used here.
    if (rule.group === OWN_GROUP && quiet.alert === undefined) continue;
    const missing = rule.alerts.length > 0 ? [] : await missingSelectors(patient.prometheus, rule.query);
    details.push(
      detail(rule, missing.length > 0 ? `no series for ${listText(missing)}` : '', 'its series are there'),
    );
  }
  return verdictOf(
    details,
    'their series are there',
    fixOf(
      'Correct names and labels, or let the program show the metric from zero on. What is seen instead:',
      'npx telltale drift',
    ),
  );
}

/** Whether the condition holds now, and what it would need. */
export async function tryCondition({ rules: [rule], patient }: AlertsCase): Promise<StepFinding> {
  if (rule === undefined) return skipped('no rule');
  const found = await patient.prometheus.instant(rule.query);
  if (found.length > 0)
    return ok(`it holds for ${plural(found.length, 'series', 'series')}, such as ${found[0].value}`);
  if (rule.state === 'firing') return ok('it holds no more; keep_firing_for keeps it firing');
  const reason = await withRemoteQuery(patient.server, async (query) =>
    explainExpression(parseExpr(rule.query), query, Date.now()),
  );
  return failed(
    reason,
    fixOf(
      'If that is well, all is well. Else lower the threshold, and see how often it would have fired:',
      `npx telltale backtest ${rule.name}`,
    ),
  );
}

/** Whether it has held for long enough. */
export async function tryFor({ rules: [rule] }: AlertsCase): Promise<StepFinding> {
  if (rule === undefined) return skipped('no rule');
  if (rule.state === 'firing') {
    const since = Math.min(
      ...rule.alerts.filter(({ state }) => state === 'firing').map(({ activeAtMs }) => activeAtMs),
    );
    return ok(`firing; the condition holds since ${new Date(since).toISOString()}`);
  }
  if (rule.alerts.length === 0)
    return failed('it holds, and the next evaluation will see it', `Wait for ${spanText(rule.intervalMs)}.`);
  const since = Math.min(...rule.alerts.map(({ activeAtMs }) => activeAtMs));
  const leftMs = Math.max(0, since + rule.forMs - Date.now());
  return failed(
    `pending since ${new Date(since).toISOString()}: it fires after ${spanText(rule.forMs)}, in ${spanText(leftMs)}`,
    'Wait, or shorten `for`. A condition that ends in between begins anew.',
  );
}

function detail({ name }: ListedRule, problem: string, well: string): DoctorDetail {
  return problem === ''
    ? { title: name, outcome: 'ok', seen: well }
    : { title: name, outcome: 'failed', seen: problem };
}
