import { escapeHelp, escapeLabelValue, formatSampleNumber } from '@telltale/model';
import type { ExpositionFormat } from '@telltale/model';
import { QuantileSketch } from '../metrics/distribution/quantile-sketch.ts';
import type { MetricView } from '../metrics/view/metric-view.ts';
import type { SeriesPage } from '../metrics/view/series-page.ts';

/** Writes metrics as text. */
export class ExpositionWriter {
  write(metrics: readonly MetricView[], format: ExpositionFormat): string {
    let page = '';
    for (const metric of metrics) page += head(metric, format) + lines(metric);
    return format === 'openmetrics' ? `${page}# EOF\n` : page;
  }
}

function lines(metric: MetricView): string {
  let text = '';
  for (const page of metric.pages) {
    for (let row = 0; row < page.rowCount; row++)
      if (page.live[row] === 1) text += rowLines(metric, page, row);
  }
  return text;
}

function rowLines(metric: MetricView, page: SeriesPage, row: number): string {
  const { name, labelNames, width } = metric;
  const labels = labelNames
    .map((label, index) => `${label}="${escapeLabelValue(page.textOf(row, index))}"`)
    .join(',');
  const floats = page.values.subarray(row * width, (row + 1) * width);
  const before = labels === '' ? '' : `${labels},`;
  switch (metric.kind) {
    case 'histogram':
      return histogramLines(metric, before, floats) + sumAndCount(name, labels, floats);
    case 'summary':
      return quantileLines(metric, before, page.cells[row]) + sumAndCount(name, labels, floats);
    case 'stateset':
      return metric.states
        .map((state, index) => line(name, `${before}${name}="${escapeLabelValue(state)}"`, floats[index]))
        .join('');
    case 'counter':
    case 'gauge':
    case 'info':
      return line(name, labels, floats[0]);
  }
}

function line(name: string, labels: string, value: number): string {
  return `${name}${labels === '' ? '' : `{${labels}}`} ${formatSampleNumber(value)}\n`;
}

/** The buckets are kept by themselves and written cumulatively. */
function histogramLines(metric: MetricView, before: string, floats: Float64Array): string {
  let count = 0;
  return [...metric.bounds, Infinity]
    .map((bound, bucket) => {
      count += floats[1 + bucket];
      return line(`${metric.name}_bucket`, `${before}le="${formatSampleNumber(bound)}"`, count);
    })
    .join('');
}

function quantileLines(metric: MetricView, before: string, cell: unknown): string {
  if (!(cell instanceof QuantileSketch)) return '';
  const counts = cell.merged();
  return metric.quantiles
    .map((share) =>
      line(metric.name, `${before}quantile="${formatSampleNumber(share)}"`, counts.quantile(share)),
    )
    .join('');
}

function sumAndCount(name: string, labels: string, [sum, ...counts]: Float64Array): string {
  const count = counts.reduce((all, one) => all + one, 0);
  return line(`${name}_sum`, labels, sum) + line(`${name}_count`, labels, count);
}

function head(metric: MetricView, format: ExpositionFormat): string {
  if (format === 'text') {
    const type = metric.kind === 'info' || metric.kind === 'stateset' ? 'gauge' : metric.kind;
    return `# HELP ${metric.name} ${escapeHelp(metric.help, false)}\n# TYPE ${metric.name} ${type}\n`;
  }
  const { name, type } = openMetricsFamily(metric);
  const unit =
    metric.unit !== '' && name.endsWith(`_${metric.unit}`) ? `# UNIT ${name} ${metric.unit}\n` : '';
  return `# TYPE ${name} ${type}\n${unit}# HELP ${name} ${escapeHelp(metric.help, true)}\n`;
}

/** OpenMetrics names a counter without `_total`, an info without `_info`; one that lacks it keeps its name but not its type. */
function openMetricsFamily({ name, kind }: MetricView): { name: string; type: string } {
  const suffix = kind === 'counter' ? '_total' : kind === 'info' ? '_info' : '';
  if (name.endsWith(suffix))
    return { name: suffix === '' ? name : name.slice(0, -suffix.length), type: kind };
  return { name, type: 'unknown' };
}
