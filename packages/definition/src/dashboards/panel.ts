import { callerPosition } from '../position/caller-position.ts';
import type { AnyQuery } from '../query/any-query.ts';
import type { SingleQueryPanel } from './dashboard-declaration.ts';

/** Units that a value is never shown in unless it has them. */
type PlainUnit = 'seconds' | 'bytes' | 'ratio';

/** The units that values of `Unit` may be shown in; any words for what has no unit. */
type ShownUnit<Unit extends string, Shown extends string> = Unit extends PlainUnit
  ? Unit
  : '' extends Unit
    ? Shown
    : Shown extends PlainUnit
      ? Unit
      : Shown;

/** What {@link panel} takes. */
export interface PanelOptions<Unit extends string, Shown extends string> extends Omit<
  SingleQueryPanel,
  'query' | 'unit'
> {
  readonly query: AnyQuery & { readonly unit: Unit };
  /** Unit for display, which cannot be another one than the query's; the query's by default. */
  readonly unit?: ShownUnit<NoInfer<Unit>, Shown>;
}

/**
 * A panel with details, whose unit the compiler compares with that of its query.
 *
 * @example
 * ```ts
 * import { defineMonitoring, gauge, panel, resolveDefinition } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   metrics: { carts_open: gauge({ help: 'Carts that are not checked out yet' }) },
 *   dashboards: (m) => ({ Shop: { Carts: panel({ query: m.carts_open.now(), unit: 'carts', baseline: '1w' }) } }),
 * });
 * console.log(resolveDefinition(definition).dashboards[0].panels[0].queries.length); // 2
 * ```
 */
export function panel<const Unit extends string, const Shown extends string = Unit>(
  options: PanelOptions<Unit, Shown>,
): SingleQueryPanel {
  const position = callerPosition(panel);
  return position && options ? { ...options, position } : options;
}
