import type { Expr } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import type { LabelSpecs, LabelText, TargetLabel } from '../metrics/label-spec.ts';
import type { RateUnit } from '../metrics/rate-unit.ts';
import { rateUnit } from '../metrics/rate-unit.ts';
import type { Range } from '../time/duration.ts';
import type { LabelMatch } from './label-match.ts';
import { Query } from './query.ts';
import type { Selection } from './selection.ts';

/*
 * The next two types stand in a field of an object and are taken out again: so the compiler's messages list the
 * labels, where they would otherwise show the name of the type with all that is known of the metric.
 */

/** The labels of a metric's series: its own, and those every scraped series has. */
export type LabelsOf<Specs extends LabelSpecs> = {
  readonly all: (keyof Specs & string) | TargetLabel;
}['all'];

/** What `where` takes: a match for some of the labels. */
export type LabelMatches<Specs extends LabelSpecs> = {
  readonly all: {
    readonly [Name in keyof Specs]?: LabelMatch<LabelText<Specs[Name]>>;
  } & { readonly [Name in TargetLabel]?: LabelMatch<string> };
}['all'];

/** What the compiler says where somebody asks for the rate of a gauge. */
type GaugeHasNoRate = 'a gauge goes up and down and has no rate: use now(), or declare a counter';

/** What the compiler says where somebody asks for the value of a counter. */
type CounterHasNoValue = "the value of a counter means nothing: use rate('5m') or increase('5m')";

/** A declared metric in queries. */
export abstract class MetricQuery<Specs extends LabelSpecs, UnitName extends string> {
  protected readonly selection: Selection;
  protected readonly unit: UnitName;

  constructor(selection: Selection, unit: UnitName) {
    this.selection = selection;
    this.unit = unit;
  }

  /** Nothing but the series whose labels match. */
  abstract where(matches: LabelMatches<Specs>): MetricQuery<Specs, UnitName>;

  /** Selects the series that have all labels of the metric. */
  selectorOfSeries(): Expr {
    return this.selection.selector();
  }
}

/** A declared counter in queries. */
export class CounterQuery<Specs extends LabelSpecs, UnitName extends string> extends MetricQuery<
  Specs,
  UnitName
> {
  readonly kind = 'counter';

  /** Nothing but the series whose labels match. */
  where(matches: LabelMatches<Specs>): CounterQuery<Specs, UnitName> {
    return new CounterQuery(this.selection.where(matches), this.unit);
  }

  /** The increase per second, averaged over the range. */
  rate(range: Range): Query<LabelsOf<Specs>, RateUnit<UnitName>> {
    return new Query(this.selection.over('rate', range), rateUnit(this.unit));
  }

  /** The value of a counter means nothing; the compiler says what to ask for. Throws `TT_DEFINITION_INVALID` as well. */
  now(this: CounterHasNoValue): never {
    throw new TelltaleError(
      'TT_DEFINITION_INVALID',
      'the value of a counter means nothing: use rate() or increase()',
    );
  }

  /** The increase over the range. */
  increase(range: Range): Query<LabelsOf<Specs>, UnitName> {
    return new Query(this.selection.over('increase', range), this.unit);
  }

  /**
   * All that each process has counted since it started. For programs that run once and end: of a service
   * that is started anew now and then, only the increase means something.
   */
  total(): Query<LabelsOf<Specs>, UnitName> {
    return new Query(() => this.selection.selector(), this.unit);
  }
}

/** A declared gauge in queries. */
export class GaugeQuery<Specs extends LabelSpecs, UnitName extends string> extends MetricQuery<
  Specs,
  UnitName
> {
  readonly kind = 'gauge';

  /** Nothing but the series whose labels match. */
  where(matches: LabelMatches<Specs>): GaugeQuery<Specs, UnitName> {
    return new GaugeQuery(this.selection.where(matches), this.unit);
  }

  /** A gauge has no rate; the compiler says what to ask for. Throws `TT_DEFINITION_INVALID` where none has looked. */
  rate(this: GaugeHasNoRate, _range: Range): never {
    throw new TelltaleError('TT_DEFINITION_INVALID', 'a gauge has no rate: use now(), or declare a counter');
  }

  /** The newest value. */
  now(): Query<LabelsOf<Specs>, UnitName> {
    return new Query(() => this.selection.selector(), this.unit);
  }

  /** The largest value in the range. */
  maxOverTime(range: Range): Query<LabelsOf<Specs>, UnitName> {
    return this.#overTime('max', range);
  }

  /** The mean of the values in the range. */
  avgOverTime(range: Range): Query<LabelsOf<Specs>, UnitName> {
    return this.#overTime('avg', range);
  }

  /** The smallest value in the range. */
  minOverTime(range: Range): Query<LabelsOf<Specs>, UnitName> {
    return this.#overTime('min', range);
  }

  #overTime(op: 'max' | 'avg' | 'min', range: Range): Query<LabelsOf<Specs>, UnitName> {
    return new Query(this.selection.over(`${op}_over_time`, range), this.unit);
  }
}
