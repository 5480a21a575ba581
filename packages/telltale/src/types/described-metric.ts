import type { MetricFamily } from '@telltale/model';

/** What a metrics page tells of a metric. */
export interface DescribedMetric {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram' | 'summary' | 'info';
  readonly help: string;
  /** Base unit as the page says or the name ends; empty where neither does. */
  readonly unit: string;
  /** Ascending. */
  readonly labels: readonly string[];
  /** Upper bounds without +Inf; none for a native histogram. Histograms only. */
  readonly buckets: readonly number[];
  /** Summaries only. */
  readonly quantiles: readonly number[];
  /** What the page does not tell, in words for people. */
  readonly unknown: readonly string[];
}

const UNITS = ['seconds', 'bytes', 'ratio', 'celsius', 'volts', 'amperes', 'joules', 'grams', 'meters'];
/** Labels that the kind of metric sets. */
const RESERVED = new Set(['__name__', 'le', 'quantile']);
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;

/** The metrics of a page that a definition can declare, by name; and those it cannot, with the reason. */
export function describeMetrics(families: readonly MetricFamily[]): {
  readonly metrics: readonly DescribedMetric[];
  readonly dropped: readonly string[];
} {
  const dropped: string[] = [];
  const metrics = families.flatMap((family) => {
    const name = declaredName(family);
    const reason = refusal(name, family);
    if (reason === undefined) return [describe(name, family)];
    dropped.push(`${name}: ${reason}`);
    return [];
  });
  return { metrics: metrics.toSorted((a, b) => (a.name < b.name ? -1 : 1)), dropped: dropped.toSorted() };
}

/** In OpenMetrics the family is named without the ending that its samples have. */
function declaredName({ name, type }: MetricFamily): string {
  if (type === 'counter' && !name.endsWith('_total')) return `${name}_total`;
  return type === 'info' && !name.endsWith('_info') ? `${name}_info` : name;
}

function refusal(name: string, { type, samples }: MetricFamily): string | undefined {
  if (!METRIC_NAME.test(name)) return 'its name has other characters than letters, digits and _';
  if (type === 'stateset') return 'a page does not tell the states of a state set that are not there now';
  const isCounter = type === 'counter' && samples.some(({ labels }) => labels.metricName === name);
  if (type === 'counter' && samples.length > 0 && !isCounter) {
    return 'the names of its samples do not end in _total, as those of counters do';
  }
  const other = samples.flatMap(({ labels }) => labels.names).find((label) => !LABEL_NAME.test(label));
  return other === undefined ? undefined : `its label ${JSON.stringify(other)} has other characters`;
}

function describe(name: string, family: MetricFamily): DescribedMetric {
  const { type, help, samples } = family;
  const kind = type === 'unknown' ? 'gauge' : (type as DescribedMetric['kind']);
  const unit = kind === 'info' ? '' : family.unit || unitOf(name);
  const values = (label: string) => [
    ...new Set(samples.map(({ labels }) => Number(labels.get(label) || NaN))),
  ];
  const ascending = (numbers: readonly number[]) => numbers.filter(Number.isFinite).toSorted((a, b) => a - b);
  const names = new Set(
    samples.flatMap(({ labels }) => labels.names).filter((label) => !RESERVED.has(label)),
  );
  return {
    name,
    kind,
    help,
    unit,
    labels: [...names].toSorted(),
    buckets: kind === 'histogram' ? ascending(values('le')) : [],
    quantiles: kind === 'summary' ? ascending(values('quantile')) : [],
    unknown: [
      ...(type === 'unknown' ? ['its type: it is taken for a gauge'] : []),
      ...(help === '' ? ['what it means: write a help text'] : []),
      ...(samples.length === 0 ? ['its labels: it has no samples now'] : []),
    ],
  };
}

function unitOf(name: string): string {
  const words = name.replace(/_total$/, '').split('_');
  return UNITS.find((unit) => words.at(-1) === unit) ?? '';
}
