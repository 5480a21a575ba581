import { given } from '../options/given.ts';
import type { InfoDeclaration } from './info.ts';
import type { LabelSpecs, NoLabels } from './label-spec.ts';
import type { DeclarationBase, MetricOptions } from './metric-options.ts';
import { declarationBase } from './metric-options.ts';
import type { SamplingOptions } from './sampling.ts';
import { helpWithSampling } from './sampling.ts';
import type { StateSetDeclaration } from './state-set.ts';
import type { SummaryDeclaration } from './summary.ts';

/** A declared metric that only goes up. */
export interface CounterDeclaration<
  Labels extends LabelSpecs = LabelSpecs,
  UnitName extends string = string,
> extends DeclarationBase<Labels, UnitName> {
  readonly kind: 'counter';
  /** Whether increments keep an exemplar: the trace they happened in. */
  readonly exemplars?: boolean;
}

/** A declared metric that goes up and down. */
export interface GaugeDeclaration<
  Labels extends LabelSpecs = LabelSpecs,
  UnitName extends string = string,
> extends DeclarationBase<Labels, UnitName> {
  readonly kind: 'gauge';
  /** How the values of several processes become one; their sum where absent. */
  readonly aggregate?: Aggregate;
}

/** A declared metric that counts observations in buckets. */
export interface HistogramDeclaration<
  Labels extends LabelSpecs = LabelSpecs,
  UnitName extends string = string,
  Edge extends number = number,
> extends DeclarationBase<Labels, UnitName> {
  readonly kind: 'histogram';
  /** Upper bounds of the classic buckets without +Inf, ascending; none where it is only native. */
  readonly buckets: readonly Edge[];
  /** Present where the histogram is (also) a native one. */
  readonly native?: NativeOptions;
  /** Whether buckets keep an exemplar: the trace of an observation. */
  readonly exemplars?: boolean;
  /** Present where only a part of the observations is looked at in full. */
  readonly sampling?: SamplingOptions;
}

/** How the values of a gauge in several processes become one. */
export type Aggregate = 'sum' | 'max' | 'min' | 'average' | 'first' | 'omit';

/** Resolution of a native histogram, whose buckets are found by themselves. */
export interface NativeOptions {
  /** How much larger the bound of a bucket is than the one before, at most. */
  readonly factor: number;
  /** Buckets of a series; beyond, neighbours are joined until there are few enough. */
  readonly maxBuckets: number;
  /** Observations of at most this size, positive or negative, count as zero. */
  readonly zeroThreshold: number;
}

/** A declared metric of any kind. */
export type MetricDeclaration =
  | CounterDeclaration
  | GaugeDeclaration
  | HistogramDeclaration
  | SummaryDeclaration
  | InfoDeclaration
  | StateSetDeclaration;

/** Declared metrics by name. */
export type MetricDeclarations = Readonly<Record<string, MetricDeclaration>>;

/** What {@link counter} takes. */
export interface CounterOptions<Labels extends LabelSpecs, UnitName extends string> extends MetricOptions<
  Labels,
  UnitName
> {
  /** Whether increments keep an exemplar: the trace they happened in; no by default. */
  readonly exemplars?: boolean;
}

/** What {@link gauge} takes. */
export interface GaugeOptions<Labels extends LabelSpecs, UnitName extends string> extends MetricOptions<
  Labels,
  UnitName
> {
  /** How the values of several processes become one; their sum by default. */
  readonly aggregate?: Aggregate;
}

/** What {@link histogram} takes; `buckets`, `native` or both. */
export interface HistogramOptions<
  Labels extends LabelSpecs,
  UnitName extends string,
  Edge extends number = number,
> extends MetricOptions<Labels, UnitName> {
  /** Upper bounds in the base unit, ascending, without +Inf; none by default. */
  readonly buckets?: readonly Edge[];
  /** A native histogram: no bounds to choose, each bucket at most a tenth wider than the one before. */
  readonly native?: boolean | Partial<NativeOptions>;
  /** Whether buckets keep an exemplar: the trace of an observation; no by default. */
  readonly exemplars?: boolean;
  /**
   * For what happens very often: buckets are found for a part of the observations, each of which stands for
   * those after it; all are counted. Every observation by default.
   */
  readonly sampling?: SamplingOptions;
}

/** Resolution of native histograms where nothing else is said: that of Prometheus' own clients. */
const NATIVE_DEFAULTS: NativeOptions = { factor: 1.1, maxBuckets: 160, zeroThreshold: 2 ** -128 };

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
  options: CounterOptions<Labels, UnitName>,
): CounterDeclaration<NoInfer<Labels>, NoInfer<UnitName>> {
  const { exemplars } = given(options);
  return {
    kind: 'counter',
    ...declarationBase(options, counter, ['exemplars']),
    ...(exemplars && { exemplars }),
  };
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
  options: GaugeOptions<Labels, UnitName>,
): GaugeDeclaration<NoInfer<Labels>, NoInfer<UnitName>> {
  const { aggregate } = given(options);
  return {
    kind: 'gauge',
    ...declarationBase(options, gauge, ['aggregate']),
    ...(aggregate && { aggregate }),
  };
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
export function histogram<
  const Labels extends LabelSpecs = NoLabels,
  const UnitName extends string = '',
  const Edge extends number = number,
>(
  options: HistogramOptions<Labels, UnitName, Edge>,
): HistogramDeclaration<NoInfer<Labels>, NoInfer<UnitName>, NoInfer<Edge>> {
  const { native, exemplars, sampling, buckets = native ? [] : undefined } = given(options);
  const base = declarationBase(options, histogram, ['buckets', 'native', 'exemplars', 'sampling']);
  return {
    kind: 'histogram',
    ...base,
    help: helpWithSampling(base.help, sampling),
    // Absent without the compiler only, which is a fault that is told where the definition is resolved.
    buckets: buckets as readonly Edge[],
    ...(native && { native: { ...NATIVE_DEFAULTS, ...(native === true ? {} : native) } }),
    ...(exemplars && { exemplars }),
    ...(sampling && { sampling }),
  };
}
