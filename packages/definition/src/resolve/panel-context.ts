import type { AlertingRule, Expr } from '@telltale/model';
import { printExpr, walkExpr } from '@telltale/model';
import { mapExpr } from '../expression/map-expr.ts';
import type { Kit } from '../kits/kit.ts';
import type { PanelKind, ResolvedMetric, ResolvedPanel } from '../resolved.ts';
import { withRange } from '../slos/slo-series.ts';

const SUFFIX = /_(?:bucket|sum|count)$/;
const COMPARISONS: ReadonlySet<string> = new Set(['>', '<', '>=', '<=']);

/** What a panel can be told from the rest of the definition. */
export interface PanelContext {
  /** What suits the values of a query. */
  readonly kindOf: (expr: Expr) => PanelKind;
  /** The help of the metrics that queries look at. */
  readonly describe: (exprs: readonly Expr[]) => string;
  /** Values at which alerts on the same query fire, ascending. */
  readonly thresholdsOf: (exprs: readonly Expr[]) => NonNullable<ResolvedPanel['thresholds']>;
  /** What the metric does in its kit, as title of a row; nothing where it is in none. */
  readonly rowOf: (expr: Expr) => string | undefined;
  /** Names of the declared metrics that queries look at. */
  readonly namesOf: (exprs: readonly Expr[]) => readonly string[];
}

/** The context that metrics, alerts and kits give to panels. */
export function panelContext(
  metrics: readonly ResolvedMetric[],
  alerts: readonly AlertingRule[],
  kits: readonly Kit[],
): PanelContext {
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  const find = (name: string) => byName.get(name) ?? byName.get(name.replace(SUFFIX, ''));
  const metricsOf = (expr: Expr) =>
    [...new Set(metricNames(expr).map(find))].filter((one) => one !== undefined);
  const compared = alerts.flatMap((alert) => comparisonsOf(alert.expr).map((one) => ({ ...one, alert })));
  const roles = new Map(
    kits.flatMap((kit) => Object.entries(kit.roles).map(([role, name]) => [name, role] as const)),
  );
  return {
    kindOf: (expr) => kindOf(expr, metricsOf(expr)),
    describe: (exprs) => {
      const helps = new Set(exprs.flatMap(metricsOf).map(({ help }) => help.replace(/\.$/, '')));
      return [...helps].join('; ') || `What ${exprs.map(printExpr).join(' and ')} returns`;
    },
    thresholdsOf: (exprs) => {
      const shapes = new Set(exprs.map(shapeOf));
      return compared
        .filter(({ left }) => shapes.has(shapeOf(left)))
        .map(({ value, isBad, alert }) => ({
          value,
          severity: alert.labels['severity'] ?? '',
          alert: alert.name,
          isBad,
        }))
        .toSorted((a, b) => a.value - b.value);
    },
    namesOf: (exprs) => [...new Set(exprs.flatMap(metricsOf).map(({ name }) => name))],
    rowOf: (expr) => {
      const role = metricsOf(expr)
        .map(({ name }) => roles.get(name))
        .find((one) => one !== undefined);
      return role === undefined ? undefined : inWords(role);
    },
  };
}

/** A figure for states, a table for what describes, a dial for a share, colours for buckets; else lines over time. */
function kindOf(expr: Expr, metrics: readonly ResolvedMetric[]): PanelKind {
  const kinds = new Set(metrics.map(({ kind }) => kind));
  if (kinds.size === 1 && kinds.has('info')) return 'table';
  if (kinds.size === 1 && kinds.has('stateset')) return 'stat';
  if (isBuckets(expr)) return 'heatmap';
  const [first] = metrics;
  const isOneShare = expr.kind === 'aggregation' && (expr.grouping?.labels ?? []).length === 0;
  // A sum of native histograms is a histogram itself.
  if (isOneShare && metrics.length === 1 && first.kind === 'histogram' && metricNames(expr)[0] === first.name)
    return 'heatmap';
  return isOneShare && metrics.length === 1 && first.kind === 'gauge' && first.unit === 'ratio'
    ? 'gauge'
    : 'timeseries';
}

/** `sum by (le) (…_bucket…)`: how observations spread. */
function isBuckets(expr: Expr): boolean {
  if (expr.kind !== 'aggregation' || expr.grouping?.mode !== 'by') return false;
  const { labels } = expr.grouping;
  return (
    labels.length === 1 && labels[0] === 'le' && metricNames(expr).every((name) => name.endsWith('_bucket'))
  );
}

function metricNames(expr: Expr): readonly string[] {
  return [...walkExpr(expr)].flatMap((node) => (node.kind === 'vector' ? [node.metric ?? ''] : []));
}

/**
 * A query whatever its ranges are, for a chart looks over other times than an alert; and whatever is chosen of
 * variables, which is all at first.
 */
function shapeOf(expr: Expr): string {
  return printExpr(withRange(mapExpr(expr, withoutVariables), 60_000));
}

function withoutVariables(node: Expr): Expr {
  if (node.kind !== 'vector') return node;
  return { ...node, matchers: node.matchers.filter(({ value }) => !/^\$\w+$/.test(value)) };
}

/** A comparison that an alert waits for. */
interface Comparison {
  readonly left: Expr;
  readonly value: number;
  readonly isBad: 'above' | 'below';
}

/** The comparisons with numbers that decide whether an expression holds, with what they compare. */
function comparisonsOf(expr: Expr): readonly Comparison[] {
  if (expr.kind === 'paren') return comparisonsOf(expr.expr);
  if (expr.kind !== 'binary') return [];
  const { op, left, right } = expr;
  if (COMPARISONS.has(op) && right.kind === 'number') {
    return [{ left, value: right.value, isBad: op.startsWith('<') ? 'below' : 'above' }];
  }
  if (op === 'unless') return comparisonsOf(left);
  return op === 'and' || op === 'or' ? [...comparisonsOf(left), ...comparisonsOf(right)] : [];
}

function inWords(role: string): string {
  const words = role.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words[0].toUpperCase() + words.slice(1);
}
