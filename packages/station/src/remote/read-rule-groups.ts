import type { ActiveAlert, AlertState, RuleGroupStatus, RuleStatus } from '@telltale/alerting';
import type { Expr, Rule } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { isRecord, recordsOf, textOf, textsOf } from '../query/remote/json-record.ts';
import { readNumber } from '../query/remote/answer/read-number.ts';

type Json = Readonly<Record<string, unknown>>;

/** The groups of `/api/v1/rules`, as the station has its own. */
export function readRuleGroups(data: unknown): readonly RuleGroupStatus[] {
  return recordsOf(isRecord(data) ? data['groups'] : undefined).map(readGroup);
}

function readGroup(group: Json): RuleGroupStatus {
  const rules = recordsOf(group['rules']).map(readRule);
  return {
    name: textOf(group, 'name'),
    file: textOf(group, 'file'),
    intervalMs: msOf(group['interval']) ?? 0,
    limit: readNumber(group['limit']) ?? 0,
    rules,
    lastEvaluationMs: momentOf(group['lastEvaluation']),
    lastDurationMs: msOf(group['evaluationTime']),
    lastSamples: 0,
    lastError: '',
    evaluations: 0,
    missedEvaluations: 0,
    failedRules: rules.filter(({ health }) => health === 'err').length,
  };
}

function readRule(json: Json): RuleStatus {
  const rule = ruleOf(json);
  const alerts = recordsOf(json['alerts']).map(readAlert);
  return {
    rule,
    state: stateOf(textOf(json, 'state'), alerts),
    alerts,
    health: healthOf(textOf(json, 'health')),
    lastError: textOf(json, 'lastError'),
    lastEvaluationMs: momentOf(json['lastEvaluation']),
    lastDurationMs: msOf(json['evaluationTime']),
    lastSamples: 0,
  };
}

function ruleOf(json: Json): Rule {
  const query = textOf(json, 'query');
  const common = { name: textOf(json, 'name'), query, expr: exprOf(query), labels: textsOf(json['labels']) };
  if (textOf(json, 'type') === 'recording') return { ...common, kind: 'recording' };
  return {
    ...common,
    kind: 'alerting',
    forMs: msOf(json['duration']) ?? 0,
    keepFiringForMs: msOf(json['keepFiringFor']) ?? 0,
    annotations: textsOf(json['annotations']),
  };
}

/** A query in a language of the server alone is a text that nothing is known of. */
function exprOf(query: string): Expr {
  try {
    return parseExpr(query);
  } catch {
    return { kind: 'string', value: query };
  }
}

/** One alert of `/api/v1/rules` or `/api/v1/alerts`. */
function readAlert(json: Json): ActiveAlert {
  return {
    labels: textsOf(json['labels']),
    annotations: textsOf(json['annotations']),
    state: textOf(json, 'state') === 'firing' ? 'firing' : 'pending',
    activeAtMs: momentOf(json['activeAt']) ?? 0,
    keepFiringSinceMs: momentOf(json['keepFiringSince']) ?? null,
    value: readNumber(json['value']) ?? Number.NaN,
  };
}

function stateOf(state: string, alerts: readonly ActiveAlert[]): AlertState {
  if (state === 'firing' || state === 'pending') return state;
  if (alerts.some((alert) => alert.state === 'firing')) return 'firing';
  return alerts.length > 0 ? 'pending' : 'inactive';
}

function healthOf(health: string): RuleStatus['health'] {
  return health === 'ok' || health === 'err' ? health : 'unknown';
}

function msOf(seconds: unknown): number | undefined {
  const value = readNumber(seconds);
  return value === undefined ? undefined : value * 1000;
}

/** Go writes a time that never was as one of the year 1. */
function momentOf(time: unknown): number | undefined {
  const ms = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return ms > 0 ? ms : undefined;
}
