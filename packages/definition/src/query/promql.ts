import type { Expr } from '@telltale/model';
import { formatDuration, printExpr } from '@telltale/model';
import type { ChosenRange, ChosenValue } from '../chosen/chosen.ts';
import { AnyQuery, isQuery } from './any-query.ts';
import type { QueryContext } from './query-context.ts';
import { rangeMs } from './range-duration.ts';

/** A query written as text: checked by `telltale check`, not by the compiler. */
export class TextQuery extends AnyQuery {
  readonly kind = 'text';
  readonly #text: (context: QueryContext) => string;

  constructor(text: (context: QueryContext) => string) {
    super((context) => context.parse(text(context)), '', []);
    this.#text = text;
  }

  /** The query as written. */
  override toText(context: QueryContext): string {
    return this.#text(context);
  }
}

/** What can be inserted into a query that is written as text. */
export type Insertion = AnyQuery | ChosenRange | ChosenValue | number | string;

/**
 * A query as PromQL text, for what the builders cannot say. Queries and numbers can be inserted, and what is chosen of
 * a variable: a value in the text of a matcher, a range between the brackets.
 *
 * @example
 * ```ts
 * import { defineMonitoring, gauge, promql } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   metrics: { carts_open: gauge({ help: 'Carts that are not checked out yet' }) },
 *   dashboards: (m) => ({
 *     Carts: { 'Busiest instances': promql`topk(3, ${m.carts_open.now()})` },
 *   }),
 * });
 * console.log(definition.service); // shop
 * ```
 */
export function promql(strings: TemplateStringsArray, ...inserted: readonly Insertion[]): TextQuery {
  return new TextQuery((context) =>
    strings.reduce((text, part, index) => text + insertion(inserted[index - 1], context) + part),
  );
}

function insertion(value: Insertion, context: QueryContext): string {
  if (typeof value !== 'object') return String(value);
  if (isQuery(value)) return asOperand(value.toExpr(context));
  return 'initial' in value ? formatDuration(rangeMs(value, context)) : `$${value.variable}`;
}

function asOperand(expr: Expr): string {
  const text = printExpr(expr);
  return expr.kind === 'binary' ? `(${text})` : text;
}
