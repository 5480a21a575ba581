import { given } from '../options/given.ts';
import type { Duration } from '../time/duration.ts';
import type { LabelSpecs, NoLabels } from './label-spec.ts';
import type { DeclarationBase, MetricOptions } from './metric-options.ts';
import { declarationBase } from './metric-options.ts';
import type { SamplingOptions } from './sampling.ts';
import { helpWithSampling } from './sampling.ts';

/** A declared metric that estimates quantiles of its newest observations. */
export interface SummaryDeclaration<
  Labels extends LabelSpecs = LabelSpecs,
  UnitName extends string = string,
> extends DeclarationBase<Labels, UnitName> {
  readonly kind: 'summary';
  /** Shares of the observations, from 0 to 1. */
  readonly quantiles: readonly number[];
  /** Observations older than this no longer count for the quantiles. */
  readonly maxAge: Duration;
  /** Parts that `maxAge` is forgotten in. */
  readonly ageBuckets: number;
  /** Present where only a part of the observations is looked at in full. */
  readonly sampling?: SamplingOptions;
}

/** What {@link summary} takes. */
export interface SummaryOptions<Labels extends LabelSpecs, UnitName extends string> extends MetricOptions<
  Labels,
  UnitName
> {
  /** Shares of the observations, from 0 to 1; 0.5, 0.9 and 0.99 by default. */
  readonly quantiles?: readonly number[];
  /** Observations older than this no longer count for the quantiles; 10 minutes by default. */
  readonly maxAge?: Duration;
  /** Parts that `maxAge` is forgotten in; 5 by default. */
  readonly ageBuckets?: number;
  /** For what happens very often: quantiles are estimated from a part of the observations; all are counted. */
  readonly sampling?: SamplingOptions;
}

/**
 * Declares a summary: quantiles that the process itself estimates over the last minutes. Quantiles of several
 * processes cannot be added up: declare a histogram where a service runs more than once.
 *
 * @example
 * ```ts
 * import { defineMonitoring, summary } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   metrics: { basket_items: summary({ help: 'Items in a basket', quantiles: [0.5, 0.95] }) },
 * });
 * console.log(definition.metrics.basket_items.maxAge); // 10m
 * ```
 */
export function summary<const Labels extends LabelSpecs = NoLabels, const UnitName extends string = ''>(
  options: SummaryOptions<Labels, UnitName>,
): SummaryDeclaration<NoInfer<Labels>, NoInfer<UnitName>> {
  const { quantiles = [0.5, 0.9, 0.99], maxAge = '10m', ageBuckets = 5, sampling } = given(options);
  const base = declarationBase(options, summary, ['quantiles', 'maxAge', 'ageBuckets', 'sampling']);
  return {
    kind: 'summary',
    ...base,
    help: helpWithSampling(base.help, sampling),
    quantiles,
    maxAge,
    ageBuckets,
    ...(sampling && { sampling }),
  };
}
