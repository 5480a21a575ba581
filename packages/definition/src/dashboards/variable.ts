import type { Expr } from '@telltale/model';
import { printExpr } from '@telltale/model';
import type { AnyQuery } from '../query/any-query.ts';
import { isQuery } from '../query/any-query.ts';
import type { QueryContext } from '../query/query-context.ts';
import type { Duration } from '../time/duration.ts';
import type { ChosenRange, ChosenValue } from '../chosen/chosen.ts';

/** A choice among the values that a label has at the time. */
export interface LabelValuesVariable {
  readonly kind: 'label-values';
  readonly label?: string;
  readonly values: string;
  /** The selector of the series; run when the definition is resolved. */
  readonly of: (context: QueryContext) => string;
  readonly isMulti: boolean;
  readonly hasAll: boolean;
}

/** A choice among values that are written down. */
export interface ListVariable {
  readonly kind: 'list';
  readonly label?: string;
  readonly options: readonly string[];
  readonly isMulti: boolean;
}

/** A choice among ranges. */
export interface IntervalVariable {
  readonly kind: 'interval';
  readonly label?: string;
  readonly options: readonly string[];
}

/** A text that people write. */
export interface TextVariable {
  readonly kind: 'text';
  readonly label?: string;
  readonly initial: string;
}

/** A choice at the top of a dashboard; its name is its key in the dashboard's `variables`. */
export type VariableDeclaration = LabelValuesVariable | ListVariable | IntervalVariable | TextVariable;

/** What stands for the choice in queries. */
export type ChosenOf<Variable extends VariableDeclaration> = Variable extends IntervalVariable
  ? ChosenRange
  : ChosenValue;

/** A declared metric, with the labels that `where` takes. */
export interface SelectableMetric {
  where(matches: never): SelectableMetric;
  selectorOfSeries(): Expr;
}

/** How a variable is shown. */
export interface VariableOptions {
  /** What stands beside it; its name by default. */
  readonly label?: string;
}

/** How many values may be chosen. */
export interface LabelValuesOptions extends VariableOptions {
  /** Whether several may be chosen; one by default. */
  readonly multi?: boolean;
  /** Whether all together may be chosen, which they are at first; no by default. */
  readonly all?: boolean;
}

/** How many values may be chosen. */
export interface ChoiceOptions extends VariableOptions {
  /** Whether several may be chosen; one by default. */
  readonly multi?: boolean;
}

/**
 * A choice among the values that a label of a metric has at the time.
 *
 * @example
 * ```ts
 * import { counter, dashboard, defineMonitoring, labelValues, resolveDefinition } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   metrics: { orders_total: counter({ help: 'Orders', labels: { shop: 'any' } }) },
 *   dashboards: (m) => ({
 *     Shops: dashboard({
 *       variables: { shop: labelValues(m.orders_total, 'shop', { multi: true, all: true }) },
 *       panels: ({ shop }) => ({ Orders: m.orders_total.where({ shop }).rate('5m').sum('shop') }),
 *     }),
 *   }),
 * });
 * const [shops] = resolveDefinition(definition).dashboards;
 * console.log(shops.panels[0].queries[0].query); // sum by (shop) (rate(orders_total{shop=~"$shop"}[5m]))
 * ```
 */
export function labelValues<Metric extends SelectableMetric>(
  metric: Metric,
  values: keyof Parameters<Metric['where']>[0] & string,
  options?: LabelValuesOptions,
): LabelValuesVariable;
/** A choice among the values that a label has in the series of a selector: of metrics that nobody declares. */
export function labelValues(
  selector: AnyQuery,
  values: string,
  options?: LabelValuesOptions,
): LabelValuesVariable;
export function labelValues(
  series: SelectableMetric | AnyQuery,
  values: string,
  { multi = false, all = false, label }: LabelValuesOptions = {},
): LabelValuesVariable {
  const of = (context: QueryContext) =>
    isQuery(series) ? series.toText(context) : printExpr(series.selectorOfSeries());
  return { kind: 'label-values', values, of, isMulti: multi, hasAll: all, ...captioned(label) };
}

/** A choice among values that are written down; the first is chosen at first. */
export function choice(
  options: readonly string[],
  { multi = false, label }: ChoiceOptions = {},
): ListVariable {
  return { kind: 'list', options, isMulti: multi, ...captioned(label) };
}

/** A choice among ranges, for `rate(…)` and its like; the first is chosen at first. */
export function interval(options: readonly Duration[], { label }: VariableOptions = {}): IntervalVariable {
  return { kind: 'interval', options, ...captioned(label) };
}

/** A pattern that people write; `.*`, which fits everything, by default. */
export function freeText(initial = '.*', { label }: VariableOptions = {}): TextVariable {
  return { kind: 'text', initial, ...captioned(label) };
}

/**
 * What stands for the choice of a variable of the dashboard: in the panels that `dashboard` is given as a function it
 * comes as a parameter; this is for a variable whose values depend on another one.
 */
export function chosen(variable: string): ChosenValue {
  return { variable, isOne: false };
}

/** What stands for the choice in queries. */
export function chosenOf(name: string, variable: VariableDeclaration): ChosenValue | ChosenRange {
  switch (variable.kind) {
    case 'interval':
      return { variable: name, initial: variable.options[0] };
    case 'label-values':
      return { variable: name, isOne: !variable.isMulti && !variable.hasAll };
    case 'list':
      return { variable: name, isOne: !variable.isMulti };
    case 'text':
      return { variable: name, isOne: false };
  }
}

function captioned(label: string | undefined): { readonly label?: string } {
  return label === undefined ? {} : { label };
}
