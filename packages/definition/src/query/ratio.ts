import { Query } from './query.ts';

/**
 * One query divided by another with the same labels and unit.
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
): Query<Labels, 'ratio'> {
  return new Query(
    (context) => ({ kind: 'binary', op: '/', left: part.toExpr(context), right: whole.toExpr(context) }),
    'ratio',
    part.groupedBy,
  );
}
