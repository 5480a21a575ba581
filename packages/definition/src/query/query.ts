import type { AggregationOperator, BinaryOperator, Expr, Grouping } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import type { Threshold } from '../metrics/threshold.ts';
import { noThreshold, thresholdValue } from '../metrics/threshold.ts';
import { AnyQuery } from './any-query.ts';
import type { TextQuery } from './promql.ts';
import type { BuildExpr } from './query-context.ts';

/** How series of two queries with different labels are paired: by these labels alone. */
export interface PairOptions<Label extends string> {
  readonly on: readonly Label[];
}

/**
 * A query whose result has the labels `Labels`, neither more nor fewer. Return types that name labels are
 * `NoInfer`: otherwise the place a query is used in would choose its labels, and a mismatch go unseen.
 */
export abstract class LabelledQuery<Labels extends string> extends AnyQuery {
  /** Both directions, so that a query with other labels is neither accepted as a wider nor as a narrower one. */
  declare readonly labelNames: (label: Labels) => Labels;
}

/** An instant vector: one value for each series. */
export class Query<Labels extends string, UnitName extends string> extends LabelledQuery<Labels> {
  declare readonly unit: UnitName;
  readonly kind = 'vector';

  constructor(build: BuildExpr, unit: UnitName, groupedBy: readonly string[] = []) {
    super(build, unit, groupedBy);
  }

  /** The sum over all series, or for each combination of the given labels. */
  sum<const Kept extends Labels = never>(...by: readonly Kept[]): Query<NoInfer<Kept>, UnitName> {
    return this.#aggregate('sum', by);
  }

  /** The mean over all series, or for each combination of the given labels. */
  avg<const Kept extends Labels = never>(...by: readonly Kept[]): Query<NoInfer<Kept>, UnitName> {
    return this.#aggregate('avg', by);
  }

  /** The largest value over all series, or for each combination of the given labels. */
  max<const Kept extends Labels = never>(...by: readonly Kept[]): Query<NoInfer<Kept>, UnitName> {
    return this.#aggregate('max', by);
  }

  /** The smallest value over all series, or for each combination of the given labels. */
  min<const Kept extends Labels = never>(...by: readonly Kept[]): Query<NoInfer<Kept>, UnitName> {
    return this.#aggregate('min', by);
  }

  /** The number of series, or of those for each combination of the given labels. */
  count<const Kept extends Labels = never>(...by: readonly Kept[]): Query<NoInfer<Kept>, ''> {
    return new Query(aggregation('count', this, { mode: 'by', labels: by }), '', by);
  }

  /** The sum over the given labels: all others are kept. */
  sumWithout<const Dropped extends Labels>(
    ...labels: readonly [Dropped, ...Dropped[]]
  ): Query<Exclude<Labels, Dropped>, UnitName> {
    return new Query(aggregation('sum', this, { mode: 'without', labels }), this.unit);
  }

  /** Every value multiplied by a number. */
  times(factor: number): Query<Labels, UnitName> {
    const build: BuildExpr = (context) => ({
      kind: 'binary',
      op: '*',
      left: this.toExpr(context),
      right: number(factor),
    });
    return new Query(build, this.unit, this.groupedBy);
  }

  /** Every value added to that of the other query's series with the same labels; none where one has no series. */
  plus(other: Query<NoInfer<Labels>, NoInfer<UnitName>>): Query<Labels, UnitName> {
    const build: BuildExpr = (context) => ({
      kind: 'binary',
      op: '+',
      left: this.toExpr(context),
      right: other.toExpr(context),
    });
    return new Query(build, this.unit, this.groupedBy);
  }

  /** Holds for the series whose value is above the threshold. */
  above(threshold: Threshold<UnitName>): Condition<Labels, UnitName> {
    return this.#compare('>', threshold);
  }

  /** Holds for the series whose value is below the threshold. */
  below(threshold: Threshold<UnitName>): Condition<Labels, UnitName> {
    return this.#compare('<', threshold);
  }

  /** Nothing but the series that the other query has too. */
  and(other: LabelledQuery<Labels> | TextQuery): Query<Labels, UnitName>;
  and<Other extends string>(
    other: LabelledQuery<Other>,
    pair: PairOptions<Labels & Other>,
  ): Query<Labels, UnitName>;
  and(other: AnyQuery, pair?: PairOptions<string>): Query<Labels, UnitName> {
    return new Query(combination('and', this, other, pair), this.unit, this.groupedBy);
  }

  /** In addition the series of the other query that this one does not have. */
  or(other: LabelledQuery<Labels> | TextQuery): Query<Labels, UnitName> {
    return new Query(combination('or', this, other), this.unit, this.groupedBy);
  }

  /** Nothing but the series that the other query does not have. */
  unless(other: LabelledQuery<Labels> | TextQuery): Query<Labels, UnitName>;
  unless<Other extends string>(
    other: LabelledQuery<Other>,
    pair: PairOptions<Labels & Other>,
  ): Query<Labels, UnitName>;
  unless(other: AnyQuery, pair?: PairOptions<string>): Query<Labels, UnitName> {
    return new Query(combination('unless', this, other, pair), this.unit, this.groupedBy);
  }

  #aggregate<Kept extends Labels>(op: AggregationOperator, by: readonly Kept[]): Query<Kept, UnitName> {
    return new Query(aggregation(op, this, { mode: 'by', labels: by }), this.unit, by);
  }

  #compare(op: '>' | '<', threshold: unknown): Condition<Labels, UnitName> {
    return new Condition(
      comparison(op, this, threshold),
      this.unit,
      this.groupedBy,
      thresholdValue(threshold),
    );
  }
}

/** A comparison: the series it holds for, with their values. What an alert waits for. */
export class Condition<Labels extends string, UnitName extends string> extends LabelledQuery<Labels> {
  declare readonly unit: UnitName;
  readonly kind = 'condition';
  declare readonly threshold: number;

  /** Holds for the series for which the other query has a series too. */
  and(other: LabelledQuery<Labels> | TextQuery): Condition<Labels, UnitName>;
  and<Other extends string>(
    other: LabelledQuery<Other>,
    pair: PairOptions<Labels & Other>,
  ): Condition<Labels, UnitName>;
  and(other: AnyQuery, pair?: PairOptions<string>): Condition<Labels, UnitName> {
    return this.#combine('and', other, pair);
  }

  /** Holds for the series for which one of both holds. */
  or(other: Condition<Labels, string> | TextQuery): Condition<Labels, UnitName> {
    return this.#combine('or', other);
  }

  /** Holds for the series for which the other query has none. */
  unless(other: LabelledQuery<Labels> | TextQuery): Condition<Labels, UnitName>;
  unless<Other extends string>(
    other: LabelledQuery<Other>,
    pair: PairOptions<Labels & Other>,
  ): Condition<Labels, UnitName>;
  unless(other: AnyQuery, pair?: PairOptions<string>): Condition<Labels, UnitName> {
    return this.#combine('unless', other, pair);
  }

  #combine(op: SetOperator, other: AnyQuery, pair?: PairOptions<string>): Condition<Labels, UnitName> {
    return new Condition(combination(op, this, other, pair), this.unit, this.groupedBy, this.threshold);
  }
}

type SetOperator = Extract<BinaryOperator, 'and' | 'or' | 'unless'>;

function aggregation(op: AggregationOperator, of: AnyQuery, grouping: Grouping): BuildExpr {
  return (context) => {
    if (!grouping.labels.every((label) => typeof label === 'string')) {
      throw new TelltaleError(
        'TT_DEFINITION_INVALID',
        "write labels as texts, as in .sum('route', 'method')",
      );
    }
    return { kind: 'aggregation', op, expr: of.toExpr(context), grouping };
  };
}

function comparison(op: '>' | '<', left: AnyQuery, threshold: unknown): BuildExpr {
  return (context) => {
    const value = thresholdValue(threshold);
    if (Number.isNaN(value)) throw noThreshold(threshold);
    return { kind: 'binary', op, left: left.toExpr(context), right: number(value) };
  };
}

function combination(
  op: SetOperator,
  left: AnyQuery,
  right: AnyQuery,
  pair?: PairOptions<string>,
): BuildExpr {
  return (context) => ({
    kind: 'binary',
    op,
    left: left.toExpr(context),
    right: right.toExpr(context),
    ...(pair && { matching: { mode: 'on', labels: pair.on, cardinality: 'one-to-one', include: [] } }),
  });
}

function number(value: number): Expr {
  return { kind: 'number', value };
}
