import type { Expr, RecordingRule } from '@telltale/model';
import { formatDuration, printExpr } from '@telltale/model';
import { mapExpr } from '../expression/map-expr.ts';
import { BURN_WINDOWS_MS, exact } from './burn-pairs.ts';
import type { NoTraffic } from './slo-declaration.ts';

/** An objective whose queries are built. */
export interface SloParts {
  readonly name: string;
  readonly service: string;
  /** Percent of good events. */
  readonly objective: number;
  readonly periodMs: number;
  readonly noTraffic: NoTraffic;
  /** Bad events per second over some window. */
  readonly bad: Expr;
  /** All events per second over some window. */
  readonly total: Expr;
}

/** The share of events that may be bad. */
export function budgetOf({ objective }: Pick<SloParts, 'objective'>): number {
  return exact((100 - objective) / 100);
}

type SeriesKind = 'sli_bad:rate' | 'sli_total:rate' | 'sli_error:ratio_rate';

/** A selector of what is recorded for an objective over a window. */
export function recorded({ name, service }: SloParts, kind: SeriesKind, windowMs: number): Expr {
  return selector(seriesName(kind, windowMs), name, service);
}

function selector(metric: string, slo: string, service: string): Expr {
  const matchers = [
    { name: 'slo', op: '=', value: slo },
    { name: 'service', op: '=', value: service },
  ] as const;
  return { kind: 'vector', metric, matchers };
}

function seriesName(kind: SeriesKind, windowMs: number): string {
  return `slo:${kind}${formatDuration(windowMs)}`;
}

/**
 * The recordings of an objective: bad and all events apart for each window, then their ratio, then what dashboards
 * show. The ratio of a window weighs each moment by its events, and a moment without any spoils nothing.
 */
export function sloRecordings(slo: SloParts): readonly RecordingRule[] {
  return [
    ...BURN_WINDOWS_MS.flatMap((windowMs) => [
      record(
        slo,
        seriesName('sli_bad:rate', windowMs),
        orNone(withRange(slo.bad, windowMs), withRange(slo.total, windowMs)),
      ),
      record(slo, seriesName('sli_total:rate', windowMs), withRange(slo.total, windowMs)),
    ]),
    ...periodRecordings(slo),
    ...[...BURN_WINDOWS_MS, slo.periodMs].map((windowMs) =>
      record(slo, seriesName('sli_error:ratio_rate', windowMs), errorRatio(slo, windowMs)),
    ),
    ...metadata(slo),
  ];
}

/** The whole period is added up from what was recorded: to read weeks of counters each time would be dear. */
function periodRecordings(slo: SloParts): readonly RecordingRule[] {
  if (BURN_WINDOWS_MS.includes(slo.periodMs)) return [];
  return (['sli_bad:rate', 'sli_total:rate'] as const).map((kind) => {
    const shortest = recorded(slo, kind, BURN_WINDOWS_MS[0]);
    if (shortest.kind !== 'vector') return record(slo, seriesName(kind, slo.periodMs), shortest);
    const range: Expr = { kind: 'matrix', selector: shortest, rangeMs: slo.periodMs };
    return record(slo, seriesName(kind, slo.periodMs), call('avg_over_time', range));
  });
}

function errorRatio(slo: SloParts, windowMs: number): Expr {
  const total = recorded(slo, 'sli_total:rate', windowMs);
  const ratio = binary('/', recorded(slo, 'sli_bad:rate', windowMs), binary('>', total, number(0)));
  if (slo.noTraffic === 'nodata') return ratio;
  const none = binary('==', total, number(0));
  return binary('or', ratio, slo.noTraffic === 'good' ? none : binary('+', none, number(1)));
}

/** Objective, budget and how much of it is gone, under the names that SLO dashboards know. */
function metadata(slo: SloParts): readonly RecordingRule[] {
  const budget = budgetOf(slo);
  const burn = (windowMs: number): Expr =>
    binary('/', recorded(slo, 'sli_error:ratio_rate', windowMs), number(budget));
  const periodBurn = selector('slo:period_burn_rate:ratio', slo.name, slo.service);
  return [
    record(slo, 'slo:objective:ratio', call('vector', number(exact(slo.objective / 100)))),
    record(slo, 'slo:error_budget:ratio', call('vector', number(budget))),
    record(slo, 'slo:time_period:days', call('vector', number(exact(slo.periodMs / 86_400_000)))),
    record(slo, 'slo:current_burn_rate:ratio', burn(BURN_WINDOWS_MS[0])),
    record(slo, 'slo:period_burn_rate:ratio', burn(slo.periodMs)),
    record(slo, 'slo:period_error_budget_remaining:ratio', binary('-', number(1), periodBurn)),
  ];
}

/** A query with all its ranges replaced. */
export function withRange(expr: Expr, rangeMs: number): Expr {
  return mapExpr(expr, (node) => {
    if (node.kind !== 'matrix') return node;
    const { kind, selector: of } = node;
    return { kind, selector: of, rangeMs };
  });
}

/** `bad or total * 0`: while nothing failed yet, there are no series of failures. */
function orNone(bad: Expr, total: Expr): Expr {
  return binary('or', bad, binary('*', total, number(0)));
}

function record({ name, service }: SloParts, metric: string, expr: Expr): RecordingRule {
  return { kind: 'recording', name: metric, query: printExpr(expr), expr, labels: { slo: name, service } };
}

/** A binary expression. */
export function binary(
  op: '/' | '*' | '+' | '-' | '>' | '>=' | '==' | 'or' | 'and',
  left: Expr,
  right: Expr,
): Expr {
  return { kind: 'binary', op, left, right };
}

/** A number. */
export function number(value: number): Expr {
  return { kind: 'number', value };
}

/** A call of a function. */
export function call(func: string, ...args: readonly Expr[]): Expr {
  return { kind: 'call', func, args };
}
