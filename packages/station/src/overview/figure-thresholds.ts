import type { Expr, Rule } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import type { ServiceSignals } from './service-signals.ts';

type Threshold = { readonly threshold?: number };

/** From where on figures are bad, as alerts have it. */
export interface FigureThresholds {
  readonly rate: Threshold;
  readonly errors: Threshold;
  /** By share, such as 0.95. */
  readonly quantiles: ReadonlyMap<number, Threshold>;
}

type Comparison = { readonly quantity: Expr; readonly value: number };

/** The lowest threshold of the alerts on each quantity: the earliest that somebody is told. */
export function figureThresholds(rules: readonly Rule[], signals: ServiceSignals): FigureThresholds {
  const found = new Map<string, number>();
  for (const { kind, expr } of rules) {
    if (kind !== 'alerting') continue;
    for (const { quantity, value } of comparisonsOf(expr)) {
      const key = quantityOf(quantity, signals);
      if (key !== undefined) found.set(key, Math.min(value, found.get(key) ?? Infinity));
    }
  }
  const threshold = (key: string): Threshold => {
    const value = found.get(key);
    return value === undefined ? {} : { threshold: value };
  };
  const quantiles = [...found.keys()].filter((key) => key.startsWith(QUANTILE));
  return {
    rate: threshold('rate'),
    errors: threshold('errors'),
    quantiles: new Map(quantiles.map((key) => [Number(key.slice(QUANTILE.length)), threshold(key)])),
  };
}

const QUANTILE = 'quantile ';

/** What is bad above a number; conditions that are joined by `and` are several. */
function comparisonsOf(expr: Expr): readonly Comparison[] {
  if (expr.kind === 'paren') return comparisonsOf(expr.expr);
  if (expr.kind !== 'binary') return [];
  const { op, left, right } = expr;
  if (op === 'and' || op === 'unless' || op === 'or') {
    return [...comparisonsOf(left), ...(op === 'unless' ? [] : comparisonsOf(right))];
  }
  if (op !== '>' && op !== '>=') return [];
  return right.kind === 'number' ? [{ quantity: left, value: right.value }] : [];
}

function quantityOf(expr: Expr, signals: ServiceSignals): string | undefined {
  const { requests, duration } = signals;
  if (expr.kind === 'paren') return quantityOf(expr.expr, signals);
  if (expr.kind === 'call' && expr.func === 'histogram_quantile') {
    const [share] = expr.args;
    const isOfDuration =
      duration && [duration.name, `${duration.name}_bucket`].some((name) => uses(expr, name));
    return isOfDuration && share?.kind === 'number' ? `${QUANTILE}${share.value}` : undefined;
  }
  if (!requests || !uses(expr, requests.name)) return undefined;
  if (expr.kind === 'binary' && expr.op === '/') {
    const isPart =
      requests.failures === undefined
        ? hasMatchers(expr.left, requests.name)
        : uses(expr.left, requests.failures);
    return isPart && uses(expr.right, requests.name) ? 'errors' : undefined;
  }
  if (expr.kind === 'aggregation' && expr.op === 'sum' && !hasMatchers(expr, requests.name)) return 'rate';
  return undefined;
}

function uses(expr: Expr, metric: string): boolean {
  return [...walkExpr(expr)].some((node) => node.kind === 'vector' && node.metric === metric);
}

/** Whether a part of the events is chosen; their job is none. */
function hasMatchers(expr: Expr, metric: string): boolean {
  return [...walkExpr(expr)].some(
    (node) =>
      node.kind === 'vector' &&
      node.metric === metric &&
      node.matchers.some(({ name }) => name !== 'job' && name !== 'instance'),
  );
}
