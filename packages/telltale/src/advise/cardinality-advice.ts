import type { ResolvedLabel, ResolvedMetric } from '@telltale/definition';
import { quotedLabel } from '../query/quoted-label.ts';
import type { PrometheusClient } from '../server/prometheus-client.ts';

/** What one label costs. */
export interface LabelCost {
  readonly label: string;
  readonly values: number;
  /** Series that go away when the metric is added up over the label. */
  readonly saves: number;
}

/** The series of one name. */
export interface NameCost {
  readonly name: string;
  readonly series: number;
  /** Most there can be by the definition, on one instance; `undefined` where that is not known. */
  readonly budget: number | undefined;
  /** Those that save the most first; labels of the target are not among them. */
  readonly labels: readonly LabelCost[];
}

/** What `telltale advise cardinality` says. */
export interface CardinalityAdvice {
  readonly series: number;
  /** The names with the most series first. */
  readonly names: readonly NameCost[];
}

/** Names that are looked at closely; each costs the server a query for each label. */
const MAX_NAMES = 5;
const MAX_LABELS = 12;
/** Without these, nobody knows what a series is of; `le` makes a histogram. */
const KEPT_LABELS: ReadonlySet<string> = new Set(['__name__', 'job', 'instance', 'le', 'quantile']);

/** Which metrics have the most series, and which of their labels make them so many. */
export async function adviseCardinality(
  client: PrometheusClient,
  metrics: readonly ResolvedMetric[] = [],
): Promise<CardinalityAdvice> {
  const counts = await seriesByName(client);
  const names: NameCost[] = [];
  for (const [name, series] of counts.slice(0, MAX_NAMES)) {
    names.push({
      name,
      series,
      budget: budgetOf(name, metrics),
      labels: await costOfLabels(client, name, series),
    });
  }
  return { series: counts.reduce((sum, [, series]) => sum + series, 0), names };
}

/** Stored series by name, the most first. */
export async function seriesByName(
  client: PrometheusClient,
): Promise<readonly (readonly [name: string, series: number])[]> {
  const samples = await client.instant('count by (__name__) ({__name__!=""})');
  return samples
    .map(({ labels, value }) => [labels.__name__ ?? '', value] as const)
    .toSorted(([a, most], [b, other]) => other - most || (a < b ? -1 : 1));
}

async function costOfLabels(
  client: PrometheusClient,
  name: string,
  series: number,
): Promise<readonly LabelCost[]> {
  const selector = `{__name__=${JSON.stringify(name)}}`;
  const labels = (await client.labelNames(selector)).filter((label) => !KEPT_LABELS.has(label));
  const costs: LabelCost[] = [];
  for (const label of labels.slice(0, MAX_LABELS)) {
    const values = await one(client, `count(count by (${quotedLabel(label)}) (${selector}))`);
    const left = await one(client, `count(count without (${quotedLabel(label)}) (${selector}))`);
    costs.push({ label, values, saves: series - left });
  }
  return costs.toSorted((a, b) => b.saves - a.saves);
}

async function one(client: PrometheusClient, query: string): Promise<number> {
  const [sample] = await client.instant(query);
  return sample?.value ?? 0;
}

/** The product of the values that the labels may have, times the buckets of a histogram. */
function budgetOf(series: string, metrics: readonly ResolvedMetric[]): number | undefined {
  const metric = metrics.find(({ name }) => name === series || series.startsWith(`${name}_`));
  if (metric === undefined) return undefined;
  const sizes = Object.values(metric.labels).map(sizeOf);
  const isBucket = series === `${metric.name}_bucket`;
  let budget = isBucket ? (metric.buckets?.length ?? 0) + 1 : 1;
  for (const size of sizes) {
    if (size === undefined) return undefined;
    budget *= size;
  }
  return budget;
}

function sizeOf(label: ResolvedLabel): number | undefined {
  return label.kind === 'values' ? label.values.length : label.maxValues;
}

/** A rule that adds a metric up over a label, to be stored instead of it. */
export function recordingFor({ name }: NameCost, { label }: LabelCost): string {
  const isCounter = /_(?:total|bucket|sum|count)$/.test(name);
  const query = isCounter
    ? `sum without (${quotedLabel(label)}) (rate(${name}[5m]))`
    : `sum without (${quotedLabel(label)}) (${name})`;
  const suffix = isCounter ? ':rate5m' : ':sum';
  return `- record: ${name}${suffix}\n  expr: ${query}\n`;
}
