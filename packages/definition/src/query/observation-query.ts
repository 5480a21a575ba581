import type { Expr } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import type { LabelSpecs } from '../metrics/label-spec.ts';
import type { BucketEdge } from '../metrics/bucket-edge.ts';
import { shownValue, thresholdValue } from '../metrics/threshold.ts';
import type { Range } from '../time/duration.ts';
import type { LabelMatches, LabelsOf } from './metric-query.ts';
import { MetricQuery } from './metric-query.ts';
import { Query } from './query.ts';
import type { SlowerThan } from './slower-than.ts';
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

  override selectorOfSeries(): Expr {
    return this.selection.selector('_count');
  }

  /** How fast the sum or the number of the observations grows. */
  protected rateOf(part: 'sum' | 'count', range: Range): BuildExpr {
    return this.selection.over('rate', range, `_${part}`);
  }
}

/** A declared histogram in queries. */
export class HistogramQuery<
  Specs extends LabelSpecs,
  UnitName extends string,
  Edge extends number = number,
> extends ObservationQuery<Specs, UnitName> {
  readonly kind = 'histogram';
  readonly #isNative: boolean;
  readonly #edges: readonly Edge[];

  /** `isNative` where there are no classic buckets: its samples are whole histograms. */
  constructor(selection: Selection, unit: UnitName, isNative = false, edges: readonly Edge[] = []) {
    super(selection, unit);
    this.#isNative = isNative;
    this.#edges = edges;
  }

  /** Nothing but the series whose labels match. */
  where(matches: LabelMatches<Specs>): HistogramQuery<Specs, UnitName, Edge> {
    return new HistogramQuery(this.selection.where(matches), this.unit, this.#isNative, this.#edges);
  }

  override selectorOfSeries(): Expr {
    return this.#isNative ? this.selection.selector() : super.selectorOfSeries();
  }

  /** How the observations spread: their number per second in each bucket, for a heatmap. */
  buckets(range: Range): Query<'le', UnitName> {
    const rate = this.selection.over('rate', range, this.#isNative ? '' : '_bucket');
    return new Query((context) => sumBy(this.#isNative ? [] : ['le'], rate(context)), this.unit, ['le']);
  }

  /**
   * The observations above one of the bounds of its buckets, and all of them: what an objective takes as
   * `slowerThan`. Over all series or for each combination of the given labels.
   */
  over(edge: BucketEdge<Edge, UnitName>, ...by: readonly LabelsOf<Specs>[]): SlowerThan {
    const total: BuildExpr = (context) => sumBy(by, this.rateOf('count', '5m')(context));
    const bad: BuildExpr = (context) => ({
      kind: 'binary',
      op: '-',
      left: total(context),
      right: this.#notOver(edge, by)(context),
    });
    return { bad: new Query(bad, 'per_second', by), total: new Query(total, 'per_second', by) };
  }

  /** Observations per second up to a bound. */
  #notOver(edge: unknown, by: readonly string[]): BuildExpr {
    return (context) => {
      const value = thresholdValue(edge);
      if (!Number.isFinite(value)) throw noEdge(this.selection.metric, edge, this.#edges);
      if (this.#isNative) {
        const histogram = sumBy(by, this.selection.over('rate', '5m')(context));
        const bounds = [-Infinity, value].map((bound): Expr => ({ kind: 'number', value: bound }));
        const share = call('histogram_fraction', ...bounds, histogram);
        return { kind: 'binary', op: '*', left: share, right: call('histogram_count', histogram) };
      }
      if (!this.#edges.some((known) => known === value))
        throw noEdge(this.selection.metric, value, this.#edges);
      const upTo = this.selection.where({ le: boundTexts(value) });
      return sumBy(by, upTo.over('rate', '5m', '_bucket')(context));
    };
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

/** A bound as programs write it: Prometheus itself adds `.0`, and Go writes large ones with an exponent. */
function boundTexts(bound: number): string | readonly string[] {
  if (!Number.isInteger(bound)) return String(bound);
  const texts = [String(bound), `${bound}.0`];
  const [digits, exponent] = bound.toExponential().split('e+');
  return bound < 1e6 ? texts : [...texts, `${digits}e+${exponent.padStart(2, '0')}`];
}

function noEdge(metric: string, edge: unknown, edges: readonly number[]): TelltaleError {
  const value = typeof edge === 'number' ? edge : NaN;
  const below = edges.findLast((bound) => bound < value);
  const above = edges.find((bound) => bound > value);
  const near = [below, above].filter((bound) => bound !== undefined);
  const hint = near.length === 0 ? 'it has none' : `the nearest are ${near.join(' and ')}`;
  const shown = typeof edge === 'number' ? String(edge) : shownValue(edge);
  return new TelltaleError('TT_DEFINITION_INVALID', `${shown} is no bucket bound of ${metric}: ${hint}`);
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
