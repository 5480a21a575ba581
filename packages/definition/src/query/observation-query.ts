import type { Expr } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import type { LabelSpecs } from '../metrics/label-spec.ts';
import type { Range } from '../time/duration.ts';
import type { LabelMatches, LabelsOf } from './metric-query.ts';
import { MetricQuery } from './metric-query.ts';
import { Query } from './query.ts';
import type { BuildExpr } from './query-context.ts';
import type { Selection } from './selection.ts';
import { call } from './selection.ts';

/** A declared metric of observations in queries. */
abstract class ObservationQuery<Specs extends LabelSpecs, UnitName extends string> extends MetricQuery<
  Specs,
  UnitName
> {
  /** Observations per second. */
  rate(range: Range): Query<LabelsOf<Specs>, 'per_second'> {
    return new Query(this.rateOf('count', range), 'per_second');
  }

  /** The mean of the observations in the range, over all series or for each combination of the given labels. */
  mean<const Kept extends LabelsOf<Specs> = never>(
    range: Range,
    ...by: readonly Kept[]
  ): Query<NoInfer<Kept>, UnitName> {
    const [sum, count] = [this.rateOf('sum', range), this.rateOf('count', range)];
    const build: BuildExpr = (context) => ({
      kind: 'binary',
      op: '/',
      left: sumBy(by, sum(context)),
      right: sumBy(by, count(context)),
    });
    return new Query(build, this.unit, by);
  }

  /** How fast the sum or the number of the observations grows. */
  protected rateOf(part: 'sum' | 'count', range: Range): BuildExpr {
    return this.selection.over('rate', range, `_${part}`);
  }
}

/** A declared histogram in queries. */
export class HistogramQuery<Specs extends LabelSpecs, UnitName extends string> extends ObservationQuery<
  Specs,
  UnitName
> {
  readonly kind = 'histogram';
  readonly #isNative: boolean;

  /** `isNative` where there are no classic buckets: its samples are whole histograms. */
  constructor(selection: Selection, unit: UnitName, isNative = false) {
    super(selection, unit);
    this.#isNative = isNative;
  }

  /** Nothing but the series whose labels match. */
  where(matches: LabelMatches<Specs>): HistogramQuery<Specs, UnitName> {
    return new HistogramQuery(this.selection.where(matches), this.unit, this.#isNative);
  }

  /**
   * The value that a share of the observations (`0.95` of them) does not exceed, over all series or for
   * each combination of the given labels.
   */
  quantile<const Kept extends LabelsOf<Specs> = never>(
    share: number,
    range: Range,
    ...by: readonly Kept[]
  ): Query<NoInfer<Kept>, UnitName> {
    const rate = this.selection.over('rate', range, this.#isNative ? '' : '_bucket');
    const kept = this.#isNative ? by : ['le', ...by];
    const build: BuildExpr = (context) => {
      if (!(share >= 0 && share <= 1)) throw noShare(share);
      return call('histogram_quantile', { kind: 'number', value: share }, sumBy(kept, rate(context)));
    };
    return new Query(build, this.unit, by);
  }

  protected override rateOf(part: 'sum' | 'count', range: Range): BuildExpr {
    if (!this.#isNative) return super.rateOf(part, range);
    const rate = this.selection.over('rate', range);
    return (context) => call(`histogram_${part}`, rate(context));
  }
}

/** A declared summary in queries. */
export class SummaryQuery<Specs extends LabelSpecs, UnitName extends string> extends ObservationQuery<
  Specs,
  UnitName
> {
  readonly kind = 'summary';
  readonly #quantiles: readonly number[];

  /** `quantiles` are those that were declared. */
  constructor(selection: Selection, unit: UnitName, quantiles: readonly number[]) {
    super(selection, unit);
    this.#quantiles = quantiles;
  }

  /** Nothing but the series whose labels match. */
  where(matches: LabelMatches<Specs>): SummaryQuery<Specs, UnitName> {
    return new SummaryQuery(this.selection.where(matches), this.unit, this.#quantiles);
  }

  /** One of the declared quantiles, as each process estimated it. Quantiles cannot be added up or averaged. */
  quantile(share: number): Query<LabelsOf<Specs>, UnitName> {
    const chosen = this.selection.where({ quantile: String(share) });
    const build: BuildExpr = () => {
      if (!this.#quantiles.includes(share)) throw noQuantile(this.selection.metric, share, this.#quantiles);
      return chosen.selector();
    };
    return new Query(build, this.unit);
  }
}

function noShare(share: unknown): TelltaleError {
  return new TelltaleError(
    'TT_DEFINITION_INVALID',
    `${String(share)} is not a share of the observations: write a number from 0 to 1, such as 0.95`,
  );
}

function noQuantile(metric: string, share: unknown, declared: readonly number[]): TelltaleError {
  return new TelltaleError(
    'TT_DEFINITION_INVALID',
    `${metric} has no quantile ${String(share)}: its declaration lists ${declared.join(', ')}`,
  );
}

function sumBy(labels: readonly string[], expr: Expr): Expr {
  return { kind: 'aggregation', op: 'sum', expr, grouping: { mode: 'by', labels } };
}
