import type { TestableDefinition } from '../assertions/alert-tests.ts';
import type { PartialTexts } from '../assertions/alert-checks.ts';
import type { SeriesTexts } from '../assertions/given-series-text.ts';

/** How an alert must be at a time. */
export interface ExpectedState {
  readonly is: 'firing' | 'pending' | 'quiet';
  /** Among the labels of one of the alerts of that name. */
  readonly labels?: PartialTexts;
  /** Among its annotations. */
  readonly annotations?: PartialTexts;
  /** Receivers that its routes lead to, all of them. */
  readonly routedTo?: string | readonly string[];
  /** Name of an alert that inhibits it. */
  readonly inhibitedBy?: string;
  /** Whether nobody is told, as it is inhibited or its routes are muted. */
  readonly muted?: boolean;
  /** Texts in the messages of its receivers, by their kind. */
  readonly renders?: Readonly<Partial<Record<'slack' | 'email' | 'pagerduty' | 'webhook', string | RegExp>>>;
}

/** How alerts must be at a time; of those that are not named nothing is expected. */
export type ExpectedAlerts<Names extends string = string> = Readonly<
  Partial<Record<Names, ExpectedState['is'] | ExpectedState>>
>;

/** What is expected at a time. */
export interface AlertTestStep<Names extends string = string> {
  /** Since the first sample. */
  readonly at: string;
  readonly expect: ExpectedAlerts<Names>;
}

interface AlertTestSeries {
  readonly series: SeriesTexts;
  /** Distance of the samples. Default `1m`. */
  readonly interval?: string;
  /** When the first sample is, such as `2026-11-22T03:00:00Z`. Default the beginning of Unix time. */
  readonly start?: string;
}

/** Series, and what is expected of alerts: at one time, or at several. */
export type AlertTestSpec<Names extends string = string> =
  | (AlertTestSeries & AlertTestStep<Names>)
  | (AlertTestSeries & { readonly steps: readonly AlertTestStep<Names>[] });

/** Tests of the alerts of a definition: plain data, which `telltale test` runs. */
export interface AlertTestCollection {
  readonly kind: 'telltale.alert-tests';
  readonly definition: TestableDefinition;
  readonly tests: Readonly<Record<string, AlertTestSpec>>;
}

/**
 * Declares tests of alerts, as the default export of a file `*.alerts.ts`, which `telltale test` finds and runs.
 *
 * @typeParam Names Names of the alerts, where wrong ones shall be compile errors.
 * @example
 * ```ts
 * import { alert, counter, defineMonitoring } from '@telltale/sdk/define';
 * import { defineAlertTests } from 'telltale/testing';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   metrics: { orders_failed_total: counter({ help: 'Orders that failed' }) },
 *   targets: { shop: { address: '127.0.0.1:3000' } },
 *   alerts: (m) => ({
 *     OrdersFail: alert({
 *       when: m.orders_failed_total.rate('5m').sum().above(1),
 *       onNoData: 'ignore',
 *       severity: 'ticket',
 *       summary: 'Orders fail',
 *     }),
 *   }),
 * });
 *
 * const collection = defineAlertTests(definition, {
 *   'two failures a second are too many': {
 *     series: { orders_failed_total: '0+120x10 1200+0x20' },
 *     steps: [
 *       { at: '10m', expect: { OrdersFail: 'firing' } },
 *       { at: '30m', expect: { OrdersFail: 'quiet' } },
 *     ],
 *   },
 * });
 * console.log(Object.keys(collection.tests).length); // 1
 * ```
 */
export function defineAlertTests<Names extends string = string>(
  definition: TestableDefinition,
  tests: Readonly<Record<string, AlertTestSpec<Names>>>,
): AlertTestCollection {
  return { kind: 'telltale.alert-tests', definition, tests };
}
