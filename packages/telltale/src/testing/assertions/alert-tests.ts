import { resolveDefinition } from '@telltale/definition';
import type { MonitoringDefinition, ResolvedDefinition, WorkspaceDefinition } from '@telltale/definition';
import { parseExpr } from '@telltale/promql';
import { GivenAlerts } from './given-alerts.ts';
import type { GivenOptions } from './given-alerts.ts';
import type { SeriesTexts } from './given-series-text.ts';

/** What alerts can be tested of. */
export type TestableDefinition = MonitoringDefinition | WorkspaceDefinition;

/** The alerts of a definition, ready to be tested. */
export interface AlertTests<Names extends string = string> {
  /** The definition with every default filled in. */
  readonly resolved: ResolvedDefinition;
  /**
   * Alerts with these series and no others.
   *
   * @param series Values by series, in the notation of promtool's tests or as lists.
   */
  given(series: SeriesTexts, options?: GivenOptions): GivenAlerts<Names>;
}

/**
 * Tests the alerts of a definition, in any test runner: rules, routes, inhibitions and messages are the real
 * ones, time is simulated, and nothing is sent.
 *
 * @typeParam Names Names of the alerts, where wrong ones shall be compile errors.
 * @throws TelltaleError TT_DEFINITION_INVALID
 * @example
 * ```ts
 * import { alert, counter, defineMonitoring } from '@telltale/sdk/define';
 * import { alertTests } from 'telltale/testing';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   metrics: { orders_failed_total: counter({ help: 'Orders that failed', labels: { reason: ['card', 'stock'] } }) },
 *   targets: { shop: { address: '127.0.0.1:3000' } },
 *   alerts: (m) => ({
 *     OrdersFail: alert({
 *       when: m.orders_failed_total.rate('5m').sum().above(1),
 *       for: '5m',
 *       onNoData: 'ignore',
 *       severity: 'ticket',
 *       summary: 'Orders fail',
 *     }),
 *   }),
 * });
 *
 * const alerts = alertTests(definition);
 * const failing = alerts.given({ 'orders_failed_total{reason="card"}': '0+120x20' });
 * await failing.fires('OrdersFail', { within: '8m', labels: { severity: 'ticket' } });
 * await alerts.given({ 'orders_failed_total{reason="card"}': '0+6x20' }).staysQuiet('OrdersFail');
 * console.log('tested'); // tested
 * ```
 */
export function alertTests<Names extends string = string>(definition: TestableDefinition): AlertTests<Names> {
  const resolved = resolveDefinition(definition, { parse: parseExpr });
  return {
    resolved,
    given: (series, options = {}) => new GivenAlerts<Names>(resolved, series, options),
  };
}
