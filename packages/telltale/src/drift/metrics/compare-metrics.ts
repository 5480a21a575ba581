import type { ResolvedDefinition, ResolvedMetric } from '@telltale/definition';
import type { PrometheusClient } from '../../server/prometheus-client.ts';
import { printDeclaration } from '../../types/print-declarations.ts';
import type { DescribedMetric } from '../../types/described-metric.ts';
import type { DriftFinding } from '../drift-entry.ts';
import { fieldsOf, listOf, textOf } from '../../server/json-fields.ts';

/** What servers add to every target, and what the SDK says of itself. */
const FOREIGN_NAME = /^(up|scrape_.*|ALERTS.*|telltale_sdk_.*)$/;
const SERIES_LABELS = new Set(['__name__', 'job', 'instance', 'le', 'quantile']);

/**
 * Compares the metrics of the service with those that a server has of its jobs: defined and never seen, seen
 * and not defined, of another kind, with more labels than declared. Those of exporters change with their versions.
 */
export async function compareMetrics(
  definition: ResolvedDefinition,
  client: PrometheusClient,
): Promise<readonly DriftFinding[]> {
  const own = definition.targets.filter(({ exporter }) => exporter === undefined);
  const metrics = definition.metrics.filter(({ exporter }) => exporter === undefined);
  if (own.length === 0 || metrics.length === 0) return [];
  const jobs = `job=~${JSON.stringify(own.map(({ job }) => escaped(job)).join('|'))}`;
  const [names, metadata] = await Promise.all([
    client.labelValues('__name__', `{${jobs}}`),
    client.optional('metadata'),
  ]);
  const seen = new Set(names);
  const known = new Set(
    own.flatMap(({ labels }) => Object.keys(labels)).concat(...SERIES_LABELS, externalLabels(definition)),
  );
  const context: MetricContext = { client, jobs, seen, metadata: fieldsOf(metadata), known };
  const compared: (readonly DriftFinding[])[] = [];
  for (const metric of metrics) compared.push(await compareMetric(metric, context));
  return [...compared.flat(), ...(await undefinedMetrics(metrics, context))];
}

interface MetricContext {
  readonly client: PrometheusClient;
  /** Matcher of the service's jobs. */
  readonly jobs: string;
  readonly seen: ReadonlySet<string>;
  readonly metadata: Readonly<Record<string, unknown>>;
  /** Labels that do not come from the program. */
  readonly known: ReadonlySet<string>;
}

async function compareMetric(
  metric: ResolvedMetric,
  context: MetricContext,
): Promise<readonly DriftFinding[]> {
  const samples = sampleNames(metric).filter((name) => context.seen.has(name));
  const finding = findingOf(`metric ${metric.name}`, context.client.address);
  if (samples.length === 0) {
    return [
      finding(
        'missing',
        [],
        'let the program record it (a label whose values are listed starts at zero), or remove it',
      ),
    ];
  }
  const kind = kindOf(context.metadata, metric.name);
  const labels = await labelsOf(samples[0], context);
  const declared = Object.keys(metric.labels).concat(metric.kind === 'stateset' ? metric.name : []);
  const wider = labels.filter((label) => !declared.includes(label));
  const isOther = kind !== '' && kind !== 'unknown' && !isSameKind(metric, kind);
  return [
    ...(isOther
      ? [finding('changed', [{ name: 'kind', defined: metric.kind, live: kind }], 'declare it as what it is')]
      : []),
    ...(wider.length > 0
      ? [
          finding(
            'changed',
            [{ name: 'labels', defined: declared.join(', '), live: labels.join(', ') }],
            `declare ${wider.join(', ')}: each of them multiplies the series`,
            printDeclaration(described(metric.name, labels, context))
              .map((line) => line.trim())
              .join('\n'),
          ),
        ]
      : []),
  ];
}

async function undefinedMetrics(
  metrics: readonly ResolvedMetric[],
  context: MetricContext,
): Promise<readonly DriftFinding[]> {
  const defined = new Set(metrics.flatMap(sampleNames));
  const families = new Set<string>();
  for (const name of context.seen) {
    if (!defined.has(name) && !FOREIGN_NAME.test(name)) families.add(familyOf(name, context));
  }
  const findings: DriftFinding[] = [];
  for (const family of [...families].toSorted()) {
    const sample = [family, `${family}_count`, `${family}_bucket`].find((name) => context.seen.has(name));
    const labels = await labelsOf(sample ?? family, context);
    const declaration = printDeclaration(described(family, labels, context)).map((line) => line.trim());
    const finding = findingOf(`metric ${family}`, context.client.address);
    const fix = `declare it: ${declaration.join(' ')}`;
    findings.push(finding('extra', [], fix, declaration.join('\n')));
  }
  return findings;
}

function findingOf(title: string, server: string) {
  return (
    kind: DriftFinding['kind'],
    fields: DriftFinding['fields'],
    fix: string,
    code?: string,
  ): DriftFinding => ({
    area: 'metrics',
    kind,
    title,
    fields,
    fix,
    ...(code !== undefined && { code }),
    server,
  });
}

/** `_bucket`, `_sum` and `_count` are one metric where the server says that, or where all are there. */
function familyOf(name: string, { metadata, seen }: MetricContext): string {
  const base = name.replace(/_(bucket|sum|count)$/, '');
  const isFamily = Object.hasOwn(metadata, base) || (seen.has(`${base}_sum`) && seen.has(`${base}_count`));
  return base !== name && isFamily ? base : name;
}

function described(
  name: string,
  labels: readonly string[],
  { metadata, seen }: MetricContext,
): DescribedMetric {
  const [first] = listOf(metadata[name]);
  const kind = kindOf(metadata, name);
  const isHistogram = kind === 'histogram' || seen.has(`${name}_bucket`);
  const guessed = name.endsWith('_total') ? 'counter' : 'gauge';
  return {
    name,
    kind: isHistogram ? 'histogram' : kind === 'counter' || kind === 'summary' ? kind : guessed,
    help: textOf(first?.help),
    unit: textOf(first?.unit),
    labels,
    buckets: [],
    quantiles: [],
    unknown: [],
  };
}

async function labelsOf(sample: string, { client, jobs, known }: MetricContext): Promise<readonly string[]> {
  const names = await client.labelNames(`{__name__=${JSON.stringify(sample)},${jobs}}`);
  return names.filter((name) => !known.has(name)).toSorted();
}

/** Names of the samples of a metric. */
export function sampleNames({ name, kind, isNative }: ResolvedMetric): readonly string[] {
  if (kind === 'histogram')
    return [`${name}_count`, `${name}_sum`, `${name}_bucket`, ...(isNative ? [name] : [])];
  return kind === 'summary' ? [name, `${name}_sum`, `${name}_count`] : [name];
}

/** What the server says a metric is; in OpenMetrics a counter is named without its ending. */
function kindOf(metadata: MetricContext['metadata'], name: string): string {
  const [first] = listOf(metadata[name] ?? metadata[name.replace(/_total$/, '')]);
  return textOf(first?.type);
}

/** Infos and state sets are gauges in the text format. */
function isSameKind({ kind }: ResolvedMetric, live: string): boolean {
  return kind === live || ((kind === 'info' || kind === 'stateset') && live === 'gauge');
}

function externalLabels({ stack }: ResolvedDefinition): readonly string[] {
  return Object.keys(stack?.externalLabels ?? {});
}

/** A text as a pattern that fits it alone. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}
