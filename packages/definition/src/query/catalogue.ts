import { TelltaleError, closestName } from '@telltale/model';
import type {
  CounterDeclaration,
  GaugeDeclaration,
  HistogramDeclaration,
  MetricDeclaration,
  MetricDeclarations,
} from '../metrics/declaration.ts';
import type { InfoDeclaration } from '../metrics/info.ts';
import type { TargetLabel } from '../metrics/label-spec.ts';
import type { StateSetDeclaration } from '../metrics/state-set.ts';
import type { SummaryDeclaration } from '../metrics/summary.ts';
import { CounterQuery, GaugeQuery } from './metric-query.ts';
import { HistogramQuery, SummaryQuery } from './observation-query.ts';
import { Query } from './query.ts';
import { Selection } from './selection.ts';
import { StateSetQuery } from './state-query.ts';

/** The query builder of a declared metric. */
export type QueryOf<Declaration> =
  Declaration extends CounterDeclaration<infer Specs, infer UnitName>
    ? CounterQuery<Specs, UnitName>
    : Declaration extends GaugeDeclaration<infer Specs, infer UnitName>
      ? GaugeQuery<Specs, UnitName>
      : Declaration extends HistogramDeclaration<infer Specs, infer UnitName, infer Edge>
        ? HistogramQuery<Specs, UnitName, Edge>
        : Declaration extends SummaryDeclaration<infer Specs, infer UnitName>
          ? SummaryQuery<Specs, UnitName>
          : Declaration extends InfoDeclaration<infer Specs>
            ? GaugeQuery<Specs, ''>
            : Declaration extends StateSetDeclaration<infer Specs, infer State>
              ? StateSetQuery<Specs, State>
              : never;

/** The query builders of all metrics of a definition by name; `m` in its callbacks. */
export type Catalogue<Metrics extends MetricDeclarations, Target extends string> = {
  readonly [Name in keyof Metrics]: QueryOf<Metrics[Name]>;
} & {
  /** 1 for each instance of the target that could be scraped, 0 for each that could not. */
  up(target: Target): Query<TargetLabel, ''>;
};

/** The query builders of the given metrics. */
export function createCatalogue<Metrics extends MetricDeclarations, Target extends string>(
  metrics: Metrics,
): Catalogue<Metrics, Target> {
  const catalogue: Record<string, unknown> = Object.create(null);
  for (const [name, declaration] of Object.entries(metrics)) catalogue[name] = queryOf(name, declaration);
  catalogue.up = (target: Target) =>
    new Query(() => new Selection('up').where({ job: target }).selector(), '');
  // Built entry by entry from `metrics`, which TypeScript cannot follow.
  return new Proxy(catalogue, { get: metricOrError }) as Catalogue<Metrics, Target>;
}

/** A metric that is not declared is named here, and not where `undefined` breaks. */
function metricOrError(catalogue: Readonly<Record<string, unknown>>, name: string | symbol): unknown {
  if (typeof name === 'symbol') return undefined;
  if (name in catalogue) return catalogue[name];
  const names = Object.keys(catalogue);
  const near = closestName(name, names);
  const hint = near === undefined ? `declared are ${names.join(', ')}` : `did you mean '${near}'?`;
  throw new TelltaleError('TT_DEFINITION_INVALID', `there is no metric '${name}': ${hint}`);
}

function queryOf(name: string, declaration: MetricDeclaration): QueryOf<MetricDeclaration> {
  const series = new Selection(name);
  switch (declaration.kind) {
    case 'counter':
      return new CounterQuery(series, declaration.unit);
    case 'gauge':
      return new GaugeQuery(series, declaration.unit);
    case 'histogram':
      return new HistogramQuery(
        series,
        declaration.unit,
        declaration.buckets.length === 0,
        declaration.buckets,
      );
    case 'summary':
      return new SummaryQuery(series, declaration.unit, declaration.quantiles);
    case 'info':
      return new GaugeQuery(series, '');
    case 'stateset':
      return new StateSetQuery(series);
  }
}
