import type { Expr } from '@telltale/model';
import { Query } from './query.ts';

/** What {@link ratio} takes beside its queries. */
export interface RatioOptions {
  /**
   * The part is 0 where only the whole has series: a service that never failed has no series of failures.
   * Without it the ratio is missing there too.
   */
  readonly missingPart?: 0;
}

/**
 * One query divided by another with the same labels and unit.
 *
 * @param options - what it is where the part has no series; by default nothing
 *
 * @example
 * ```ts
 * import { defineMonitoring, httpServer, ratio, resolveDefinition } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   kits: [httpServer()],
 *   dashboards: (m) => ({
 *     Errors: {
 *       'Failed requests': ratio(
 *         m.http_requests_total.where({ status_code: /5../ }).rate('5m').sum('route'),
 *         m.http_requests_total.rate('5m').sum('route'),
 *       ),
 *     },
 *   }),
 * });
 * console.log(resolveDefinition(definition).dashboards[0].panels[0].unit); // ratio
 * ```
 */
export function ratio<Labels extends string, UnitName extends string>(
  part: Query<Labels, UnitName>,
  whole: Query<NoInfer<Labels>, NoInfer<UnitName>>,
  { missingPart }: RatioOptions = {},
): Query<Labels, 'ratio'> {
  return new Query(
    (context) => {
      const right = whole.toExpr(context);
      const present = part.toExpr(context);
      const left = missingPart === undefined ? present : orZeroOf(present, right);
      return { kind: 'binary', op: '/', left, right };
    },
    'ratio',
    part.groupedBy,
  );
}

/** `part or whole * 0`: the labels of the whole, whatever they are, tell where the part is 0. */
function orZeroOf(part: Expr, whole: Expr): Expr {
  const zero: Expr = { kind: 'binary', op: '*', left: whole, right: { kind: 'number', value: 0 } };
  return { kind: 'binary', op: 'or', left: part, right: zero };
}
