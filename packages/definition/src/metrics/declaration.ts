import type { FilePosition } from '@telltale/model';
import { given } from '../options/given.ts';
import { callerPosition } from '../position/caller-position.ts';
import type { LabelSpecs, NoLabels } from './label-spec.ts';

/** What is common to all declared metrics. */
interface DeclarationBase<Labels extends LabelSpecs, UnitName extends string> {
  readonly help: string;
  readonly labels: Labels;
  /** Base unit of the values: `seconds`, `bytes`, `ratio` or your own; empty where there is none. */
  readonly unit: UnitName;
  /** Where it was declared; recorded only for the command line. */
  readonly position?: FilePosition;
}

/** A declared metric that only goes up. */
export interface CounterDeclaration<
  Labels extends LabelSpecs = LabelSpecs,
  UnitName extends string = string,
> extends DeclarationBase<Labels, UnitName> {
  readonly kind: 'counter';
}

/** A declared metric that goes up and down. */
export interface GaugeDeclaration<
  Labels extends LabelSpecs = LabelSpecs,
  UnitName extends string = string,
> extends DeclarationBase<Labels, UnitName> {
  readonly kind: 'gauge';
}

/** A declared metric that counts observations in buckets. */
export interface HistogramDeclaration<
  Labels extends LabelSpecs = LabelSpecs,
  UnitName extends string = string,
> extends DeclarationBase<Labels, UnitName> {
  readonly kind: 'histogram';
  /** Upper bounds without +Inf, ascending. */
  readonly buckets: readonly number[];
}

/** A declared metric of any kind. */
export type MetricDeclaration = CounterDeclaration | GaugeDeclaration | HistogramDeclaration;

/** Declared metrics by name. */
export type MetricDeclarations = Readonly<Record<string, MetricDeclaration>>;

/** What {@link counter} and {@link gauge} take. */
export interface MetricOptions<Labels extends LabelSpecs, UnitName extends string> {
  /** One sentence for people. */
  readonly help: string;
  /** Label names and what is known of their values; none by default. */
  readonly labels?: Labels;
  /** Base unit; none by default. */
  readonly unit?: UnitName;
}

/** What {@link histogram} takes. */
export interface HistogramOptions<Labels extends LabelSpecs, UnitName extends string> extends MetricOptions<
  Labels,
  UnitName
> {
  /** Upper bounds in the base unit, ascending, without +Inf. */
  readonly buckets: readonly number[];
}

/*
 * `NoInfer` in the return types: without it the place of a declaration, which takes any labels, would choose
 * the labels of one that names none.
 */

/**
 * Declares a counter: a number that only goes up. Its name must end in `_total`.
 *
 * @example
 * ```ts
 * import { counter, defineMonitoring } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   metrics: {
 *     orders_total: counter({ help: 'Orders placed', labels: { method: ['card', 'invoice'] } }),
 *   },
 * });
 * console.log(definition.metrics.orders_total.kind); // counter
 * ```
 */
export function counter<const Labels extends LabelSpecs = NoLabels, const UnitName extends string = ''>(
  options: MetricOptions<Labels, UnitName>,
): CounterDeclaration<NoInfer<Labels>, NoInfer<UnitName>> {
  return { kind: 'counter', ...shared(options, counter) };
}

/**
 * Declares a gauge: a number that goes up and down, such as a queue's length.
 *
 * @example
 * ```ts
 * import { defineMonitoring, gauge } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   metrics: { carts_open: gauge({ help: 'Carts that are not checked out yet' }) },
 * });
 * console.log(definition.metrics.carts_open.help); // Carts that are not checked out yet
 * ```
 */
export function gauge<const Labels extends LabelSpecs = NoLabels, const UnitName extends string = ''>(
  options: MetricOptions<Labels, UnitName>,
): GaugeDeclaration<NoInfer<Labels>, NoInfer<UnitName>> {
  return { kind: 'gauge', ...shared(options, gauge) };
}

/**
 * Declares a histogram: observations counted in buckets, from which quantiles are estimated.
 *
 * @example
 * ```ts
 * import { defineMonitoring, histogram } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   metrics: {
 *     payment_duration_seconds: histogram({
 *       help: 'Time until the payment provider answers',
 *       unit: 'seconds',
 *       buckets: [0.1, 0.3, 1, 3, 10],
 *     }),
 *   },
 * });
 * console.log(definition.metrics.payment_duration_seconds.buckets.length); // 5
 * ```
 */
export function histogram<const Labels extends LabelSpecs = NoLabels, const UnitName extends string = ''>(
  options: HistogramOptions<Labels, UnitName>,
): HistogramDeclaration<NoInfer<Labels>, NoInfer<UnitName>> {
  return { kind: 'histogram', ...shared(options, histogram), buckets: given(options).buckets };
}

function shared<Labels extends LabelSpecs, UnitName extends string>(
  options: MetricOptions<Labels, UnitName>,
  declaredBy: (...args: never[]) => unknown,
): DeclarationBase<Labels, UnitName> {
  const { help, labels, unit } = given(options);
  const position = callerPosition(declaredBy);
  return {
    help,
    // The defaults of both type parameters are exactly these values.
    labels: labels ?? ({} as Labels),
    unit: unit ?? ('' as UnitName),
    ...(position && { position }),
  };
}
