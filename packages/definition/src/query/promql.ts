import type { Expr } from '@telltale/model';
import { printExpr } from '@telltale/model';
import { AnyQuery } from './any-query.ts';
import type { QueryContext } from './query-context.ts';

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

/**
 * A query as PromQL text, for what the builders cannot say. Queries and numbers can be inserted.
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
export function promql(
  strings: TemplateStringsArray,
  ...inserted: readonly (AnyQuery | number | string)[]
): TextQuery {
  return new TextQuery((context) =>
    strings.reduce((text, part, index) => text + insertion(inserted[index - 1], context) + part),
  );
}

function insertion(value: AnyQuery | number | string, context: QueryContext): string {
  return typeof value === 'object' ? asOperand(value.toExpr(context)) : String(value);
}

function asOperand(expr: Expr): string {
  const text = printExpr(expr);
  return expr.kind === 'binary' ? `(${text})` : text;
}
