import type { PanelDeclaration } from '../dashboards/dashboard-declaration.ts';
import type { MetricDeclarations } from '../metrics/declaration.ts';
import type { LabelSpecs } from '../metrics/label-spec.ts';
import type { LabelMatch } from '../query/label-match.ts';
import { CounterQuery, GaugeQuery } from '../query/metric-query.ts';
import { HistogramQuery } from '../query/observation-query.ts';
import type { Query } from '../query/query.ts';
import { ratio } from '../query/ratio.ts';
import { Selection } from '../query/selection.ts';

/** A query of a role; none where a view left the role or a label it needs out. */
export type RoleQuery = Query<string, string> | undefined;

type Matches = Readonly<Record<string, LabelMatch<string>>>;
type Names = Readonly<Record<string, string>>;

interface SelectedMetric {
  readonly selection: Selection;
  readonly unit: string;
}

/** Queries of a kit's metrics by role and label role, so that its dashboards hold under every view. */
export class RoleQueries {
  readonly #metrics: MetricDeclarations;
  readonly #roles: Names;
  readonly #labels: Names;

  constructor(metrics: MetricDeclarations, roles: Names, labels: Names) {
    this.#metrics = metrics;
    this.#roles = roles;
    this.#labels = labels;
  }

  /** The sum of a counter's rates by those of the label roles that its metric has. */
  rate(role: string, by: readonly string[] = [], where: Matches = {}): RoleQuery {
    const metric = this.#select(role, where);
    return (
      metric &&
      new CounterQuery<LabelSpecs, string>(metric.selection, metric.unit)
        .rate('auto')
        .sum(...this.#names(role, by))
    );
  }

  /** The newest values of a gauge, added up or the largest of them. */
  now(
    role: string,
    by: readonly string[] = [],
    combine: 'sum' | 'max' = 'sum',
    where: Matches = {},
  ): RoleQuery {
    const metric = this.#select(role, where);
    if (!metric) return undefined;
    const newest = new GaugeQuery<LabelSpecs, string>(metric.selection, metric.unit).now();
    return newest[combine](...this.#names(role, by));
  }

  /** A quantile of a histogram. */
  quantile(role: string, share: number, by: readonly string[] = []): RoleQuery {
    return this.#histogram(role)?.quantile(share, 'auto', ...this.#names(role, by));
  }

  /** Observations of a histogram per second. */
  observations(role: string, by: readonly string[] = []): RoleQuery {
    return this.#histogram(role)
      ?.rate('auto')
      .sum(...this.#names(role, by));
  }

  /** The share of a counter's events, those of `among` only, that match; 0, not unknown, where none did. */
  share(role: string, where: Matches, by: readonly string[] = [], among: Matches = {}): RoleQuery {
    const whole = this.rate(role, by, among);
    const part = this.rate(role, by, where);
    return whole && part && ratio(part.or(whole.times(0)), whole);
  }

  /** What one counter's rate is of its and another's together. */
  partOf(role: string, rest: string, by: readonly string[] = []): RoleQuery {
    const part = this.rate(role, by);
    const other = this.rate(rest, by);
    return part && other && ratio(part, part.plus(other));
  }

  #histogram(role: string): HistogramQuery<LabelSpecs, string> | undefined {
    const metric = this.#select(role);
    return metric && new HistogramQuery(metric.selection, metric.unit);
  }

  #select(role: string, where: Matches = {}): SelectedMetric | undefined {
    const name = this.#roles[role];
    if (name === undefined || !Object.keys(where).every((label) => label in this.#labels)) return undefined;
    const entries = Object.entries(where).map(([label, match]) => [this.#labels[label], match]);
    const selection = new Selection(name).where(Object.fromEntries(entries));
    return { selection, unit: this.#metrics[name].unit };
  }

  #names(role: string, by: readonly string[]): string[] {
    const { labels } = this.#metrics[this.#roles[role]];
    return by
      .map((labelRole) => (labelRole === 'instance' ? labelRole : this.#labels[labelRole]))
      .filter((label) => label === 'instance' || (label !== undefined && Object.hasOwn(labels, label)));
  }
}

/** The panels whose query is there. */
export function presentPanels(
  panels: Readonly<Record<string, PanelDeclaration | undefined>>,
): Readonly<Record<string, PanelDeclaration>> {
  const present = Object.entries(panels).filter(
    (entry): entry is [string, PanelDeclaration] => entry[1] !== undefined,
  );
  return Object.fromEntries(present);
}

/** A panel with a description; none where a view left its query out. */
export function described(query: RoleQuery, description: string): PanelDeclaration | undefined {
  return query && { query, description };
}

/** A panel of several queries, without those that a view left out; none where it left out all. */
export function together(queries: Readonly<Record<string, RoleQuery>>): PanelDeclaration | undefined {
  const present = Object.entries(queries).filter(
    (entry): entry is [string, Query<string, string>] => entry[1] !== undefined,
  );
  return present.length === 0 ? undefined : { queries: Object.fromEntries(present) };
}
