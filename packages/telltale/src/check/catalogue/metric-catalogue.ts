import { closestName } from '@telltale/model';
import { exporterSeries } from './exporters/exporter-catalogue.ts';
import { exporterSlip } from './exporters/exporter-slips.ts';
import { belongsToExporter } from './exporters/exporter-words.ts';
import type {
  CatalogueOrigin,
  DeclaredMetric,
  KnownSeries,
  LabelValues,
  SeriesKind,
} from './known-series.ts';
import { seriesOf } from './known-series.ts';
import { meantInstead } from './mistaken-names.ts';
import { isCommonName } from './other-languages.ts';
import { isRecordedSlip } from './recorded-slips.ts';

/** What programs say of their metrics only in part. */
export interface CatalogueGaps {
  /** Metrics with a computed prefix, by the end of their names. */
  readonly prefixed: readonly DeclaredMetric[];
  /** Some declarations could not be read, so names may exist that are not listed. */
  readonly hasUnreadNames: boolean;
  /** Names that stand in programs of other languages: their labels are not known. */
  readonly isMentionedElsewhere: (name: string) => boolean;
}

/** Where a name was asked for: a definition is complete, files of others are not. */
export type QueryAsker = 'definition' | 'rule-file' | 'dashboard';

/** Whether a name can be said to be wrong. */
export type NameVerdict =
  | { readonly kind: 'known'; readonly series: KnownSeries | undefined }
  | { readonly kind: 'unknown'; readonly closest: string | undefined }
  | { readonly kind: 'not-judged' };

/** The metrics that are known to exist, by series name. */
export class MetricCatalogue {
  readonly #series: ReadonlyMap<string, KnownSeries>;
  /** By the end of the name, the longest first. */
  readonly #prefixed: readonly KnownSeries[];
  readonly #gaps: CatalogueGaps;
  readonly #origins: ReadonlySet<CatalogueOrigin>;
  readonly #firstWords: ReadonlySet<string>;
  readonly #firstPairs: ReadonlySet<string>;
  /** What was said already: dashboards ask for one name a hundred times. */
  readonly #verdicts = new Map<string, NameVerdict>();

  #recorded: readonly string[] | undefined;

  constructor(metrics: Iterable<DeclaredMetric>, gaps: CatalogueGaps) {
    this.#series = mergeSeries(metrics, gaps);
    this.#prefixed = [...mergeSeries(gaps.prefixed, gaps).values()].toSorted(
      (a, b) => b.name.length - a.name.length,
    );
    this.#gaps = gaps;
    this.#origins = new Set([...this.#series.values(), ...this.#prefixed].map(({ origin }) => origin));
    this.#firstWords = new Set([...this.#series.keys()].map(firstWordOf));
    this.#firstPairs = new Set([...this.#series.keys()].map(firstPairOf));
  }

  /** Whether anything but recording rules says which metrics exist. */
  get isEmpty(): boolean {
    return ![...this.#origins].some((origin) => origin !== 'recording-rule');
  }

  get size(): number {
    return this.#series.size + this.#prefixed.length;
  }

  /**
   * What is known of a series. Its `name` is the one asked for, also where only the end was declared. Of
   * what nothing here declares, a widely used exporter may tell.
   */
  get(name: string): KnownSeries | undefined {
    const exact = this.#series.get(name);
    if (exact) return exact;
    const series = this.#prefixed.find((one) => name === one.name || name.endsWith(`_${one.name}`));
    if (!series) return exporterSeries(name);
    const isOpen = this.#gaps.isMentionedElsewhere(name);
    return { ...series, name, labels: isOpen ? undefined : series.labels };
  }

  /**
   * Whether a metric exists. "Unknown" needs evidence that the catalogue would list the name: the
   * asker is a definition, a metrics page was given, or source declares metrics with the same first
   * word or almost the same name.
   */
  judge(name: string, asker: QueryAsker): NameVerdict {
    const key = `${asker} ${name}`;
    const verdict = this.#verdicts.get(key) ?? this.#verdictOf(name, asker);
    this.#verdicts.set(key, verdict);
    return verdict;
  }

  #verdictOf(name: string, asker: QueryAsker): NameVerdict {
    const series = this.get(name);
    if (series || isAlwaysThere(name)) return { kind: 'known', series };
    const meant = meantInstead(name);
    if (meant !== undefined && !this.#gaps.isMentionedElsewhere(name))
      return { kind: 'unknown', closest: meant };
    const slip = this.#gaps.isMentionedElsewhere(name) ? undefined : exporterSlip(name);
    if (slip) return { kind: 'unknown', ...slip };
    const recorded = name.includes(':') ? this.#recordedLike(name) : undefined;
    if (recorded !== undefined) return { kind: 'unknown', closest: recorded };
    if (belongsToExporter(name) || this.isEmpty) return { kind: 'not-judged' };
    const closest = closestName(name, this.#series.keys());
    return this.#wouldList(name, asker, closest) ? { kind: 'unknown', closest } : { kind: 'not-judged' };
  }

  /** A recording rule of nearly the same name. */
  #recordedLike(name: string): string | undefined {
    this.#recorded ??= [...this.#series.keys()].filter((one) => one.includes(':'));
    return this.#recorded.find((one) => isRecordedSlip(name, one));
  }

  #wouldList(name: string, asker: QueryAsker, closest: string | undefined): boolean {
    if (this.isEmpty || this.#gaps.isMentionedElsewhere(name)) return false;
    if (asker === 'definition' || this.#origins.has('metrics-page')) return true;
    if (this.#gaps.hasUnreadNames) return false;
    if (closest !== undefined || this.#firstPairs.has(firstPairOf(name))) return true;
    return !isCommonName(name) && this.#firstWords.has(firstWordOf(name));
  }
}

/** Series that Prometheus itself writes. */
function isAlwaysThere(name: string): boolean {
  return name === 'up' || name === 'ALERTS' || name === 'ALERTS_FOR_STATE' || /^scrape_[a-z_]+$/.test(name);
}

function firstWordOf(name: string): string {
  return name.split('_', 1)[0];
}

/** Protocols have metrics of many libraries: two words say no more than one there. */
const PROTOCOL = /^(?:http|https|grpc|rpc|server|client)_/;

/** `db_query` of `db_query_errors_total`; the whole name where two words say nothing. */
function firstPairOf(name: string): string {
  return PROTOCOL.test(name) ? name : name.split('_', 2).join('_');
}

function mergeSeries(
  metrics: Iterable<DeclaredMetric>,
  gaps: CatalogueGaps,
): ReadonlyMap<string, KnownSeries> {
  const merged = new Map<string, KnownSeries>();
  for (const metric of metrics) {
    const isOpen = metric.origin === 'source' && gaps.isMentionedElsewhere(metric.name);
    for (const series of seriesOf(isOpen ? { ...metric, labels: undefined } : metric)) {
      const known = merged.get(series.name);
      merged.set(series.name, known ? mergeTwo(known, series) : series);
    }
  }
  return merged;
}

/** Two programs may export the same name: what either may have is possible. */
function mergeTwo(a: KnownSeries, b: KnownSeries): KnownSeries {
  const labels = a.labels && b.labels ? mergeLabels(a, b) : undefined;
  const unit = a.unit ?? b.unit;
  // Two programs with buckets of their own: what is true of one is not of the other.
  const buckets = a.buckets?.join() === b.buckets?.join() ? a.buckets : undefined;
  return {
    name: a.name,
    kind: mergeKinds(a.kind, b.kind),
    labels,
    origin: a.origin,
    ...(unit !== undefined && { unit }),
    ...(buckets && { buckets }),
    ...(a.isNative === true && b.isNative === true && { isNative: true }),
  };
}

function mergeKinds(a: SeriesKind, b: SeriesKind): SeriesKind {
  if (a === b || b === 'unknown') return a;
  return a === 'unknown' ? b : 'unknown';
}

function mergeLabels(a: KnownSeries, b: KnownSeries): ReadonlyMap<string, LabelValues> {
  const labels = new Map(a.labels);
  for (const [name, values] of b.labels ?? []) {
    const known = labels.get(name);
    labels.set(name, known ? mergeValues(known, values, b.origin) : values);
  }
  return labels;
}

function mergeValues(a: LabelValues, b: LabelValues, origin: CatalogueOrigin): LabelValues {
  // A metrics page shows some values of a label, never all: it does not open a closed list.
  if (origin === 'metrics-page') return a;
  if (a.kind === 'closed' && b.kind === 'closed') {
    return { kind: 'closed', values: [...new Set([...a.values, ...b.values])] };
  }
  return { kind: 'unknown' };
}
