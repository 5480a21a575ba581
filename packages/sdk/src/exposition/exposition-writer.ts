import { escapeHelp, escapeLabelValue, formatSampleNumber } from '@telltale/model';
import type { ExpositionFormat } from '@telltale/model';
import type { Metric } from '../metrics/metric.ts';

/**
 * Writes metrics as text. What stands in front of a value is kept from scrape to scrape; series are never
 * removed, so that it never changes.
 */
export class ExpositionWriter {
  /** Per metric, what stands in front of the value in each line of each series. */
  readonly #prefixes = new WeakMap<Metric, string[][]>();

  write(metrics: readonly Metric[], format: ExpositionFormat): string {
    let page = '';
    for (const metric of metrics) page += head(metric, format) + this.#lines(metric);
    return format === 'openmetrics' ? `${page}# EOF\n` : page;
  }

  #lines(metric: Metric): string {
    let prefixes = this.#prefixes.get(metric);
    if (!prefixes) this.#prefixes.set(metric, (prefixes = []));
    const { table } = metric;
    while (prefixes.length < table.count) prefixes.push(linePrefixes(metric, prefixes.length));
    const lines = metric.kind === 'histogram' ? histogramLines : plainLine;
    let text = '';
    for (let series = 0; series < prefixes.length; series++) {
      text += lines(prefixes[series], table.pageOf(series), table.offsetOf(series));
    }
    return text;
  }
}

function plainLine(prefixes: readonly string[], page: Float64Array, offset: number): string {
  return `${prefixes[0]}${formatSampleNumber(page[offset])}\n`;
}

/** The buckets are kept by themselves and written cumulatively; then the sum and the count. */
function histogramLines(prefixes: readonly string[], page: Float64Array, offset: number): string {
  const bucketCount = prefixes.length - 2;
  let count = 0;
  let text = '';
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    count += page[offset + 1 + bucket];
    text += `${prefixes[bucket]}${formatSampleNumber(count)}\n`;
  }
  const sum = formatSampleNumber(page[offset]);
  return `${text}${prefixes[bucketCount]}${sum}\n${prefixes[bucketCount + 1]}${formatSampleNumber(count)}\n`;
}

function linePrefixes(metric: Metric, series: number): string[] {
  const { name, labelNames, table } = metric;
  const labels = labelNames
    .map((label, index) => `${label}="${escapeLabelValue(table.textOf(series, index))}"`)
    .join(',');
  const braced = labels === '' ? '' : `{${labels}}`;
  if (metric.kind !== 'histogram') return [`${name}${braced} `];
  const before = labels === '' ? '' : `${labels},`;
  const bounds = [...metric.buckets, Infinity].map(formatSampleNumber);
  return [
    ...bounds.map((bound) => `${name}_bucket{${before}le="${bound}"} `),
    `${name}_sum${braced} `,
    `${name}_count${braced} `,
  ];
}

function head(metric: Metric, format: ExpositionFormat): string {
  if (format === 'text') {
    return `# HELP ${metric.name} ${escapeHelp(metric.help, false)}\n# TYPE ${metric.name} ${metric.kind}\n`;
  }
  const { name, type } = openMetricsFamily(metric);
  const unit =
    metric.unit !== '' && name.endsWith(`_${metric.unit}`) ? `# UNIT ${name} ${metric.unit}\n` : '';
  return `# TYPE ${name} ${type}\n${unit}# HELP ${name} ${escapeHelp(metric.help, true)}\n`;
}

/** OpenMetrics names a counter without `_total`; one that lacks it keeps its name but not its type. */
function openMetricsFamily({ name, kind }: Metric): { name: string; type: string } {
  if (kind !== 'counter') return { name, type: kind };
  if (name.endsWith('_total')) return { name: name.slice(0, -'_total'.length), type: kind };
  return { name, type: 'unknown' };
}
