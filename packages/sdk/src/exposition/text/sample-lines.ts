import { escapeLabelValue, formatSampleNumber } from '@telltale/model';
import { isSketch } from '../../metrics/distribution/sketch.ts';
import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { SeriesPage } from '../../metrics/view/series-page.ts';
import type { ExposedMetric } from '../names/exposed-metric.ts';
import { isPlainLabelName, isPlainMetricName } from '../names/name-escaping.ts';

/** Which lines the series of a metric have. They are the same in the text format and in OpenMetrics. */
export interface SampleLines {
  /** Lines of one series. */
  readonly perRow: number;
  /** Appends what stands before the values in the lines of a page. */
  addPrefixes(page: SeriesPage, prefixes: string[]): void;
  /** Writes the values of the lines of a page from `at` on; returns where they end. */
  putValues(page: SeriesPage, values: Float64Array, at: number): number;
}

/** One line of a series: the end of the sample's name, and a label beside those of the series. */
interface LineForm {
  readonly suffix: string;
  readonly extraLabel?: readonly [name: string, value: string];
}

/** The lines of a metric. */
export function sampleLinesOf(metric: ExposedMetric): SampleLines {
  const forms = lineForms(metric);
  const lines = forms.map((form) => linePieces(metric, form));
  const names = metric.labelNames.map((name) => `${printedLabel(name)}="`);
  return {
    perRow: forms.length,
    addPrefixes: (page, prefixes) => {
      for (let row = 0; row < page.rowCount; row++) {
        if (page.live[row] === 0) continue;
        const labels = labelsText(page, row, names);
        for (const { before, after } of lines) prefixes.push(before + labels + after);
      }
    },
    putValues: valueWriter(metric.view),
  };
}

function lineForms({ view, name }: ExposedMetric): readonly LineForm[] {
  switch (view.kind) {
    case 'histogram':
      return [
        ...[...view.bounds, Infinity].map((bound): LineForm => ({
          suffix: '_bucket',
          extraLabel: ['le', formatSampleNumber(bound)],
        })),
        { suffix: '_sum' },
        { suffix: '_count' },
      ];
    case 'summary':
      return [
        ...view.quantiles.map((quantile): LineForm => ({
          suffix: '',
          extraLabel: ['quantile', formatSampleNumber(quantile)],
        })),
        { suffix: '_sum' },
        { suffix: '_count' },
      ];
    case 'stateset':
      return view.states.map((state) => ({ suffix: '', extraLabel: [name, state] }));
    default:
      return [{ suffix: '' }];
  }
}

/** What stands before and after the labels of the series. */
function linePieces(
  { name, labelNames }: ExposedMetric,
  { suffix, extraLabel }: LineForm,
): { before: string; after: string } {
  const sample = name + suffix;
  const isPlain = isPlainMetricName(name);
  const extra = extraLabel && `${printedLabel(extraLabel[0])}="${escapeLabelValue(extraLabel[1])}"`;
  if (isPlain && labelNames.length === 0 && extra === undefined) return { before: `${sample} `, after: '' };
  const head = isPlain ? `${sample}{` : `{"${escapeLabelValue(sample)}"`;
  const firstComma = isPlain || (labelNames.length === 0 && extra === undefined) ? '' : ',';
  const secondComma = labelNames.length > 0 && extra !== undefined ? ',' : '';
  return { before: head + firstComma, after: `${secondComma}${extra ?? ''}} ` };
}

function printedLabel(name: string): string {
  return isPlainLabelName(name) ? name : `"${escapeLabelValue(name)}"`;
}

/** Characters that are escaped in a label value. */
const ESCAPED = /[\\"\n]/;

function labelsText(page: SeriesPage, row: number, names: readonly string[]): string {
  let text = '';
  for (let label = 0; label < names.length; label++) {
    const value = page.textOf(row, label);
    const printed = ESCAPED.test(value) ? escapeLabelValue(value) : value;
    text += `${label === 0 ? '' : ','}${names[label]}${printed}"`;
  }
  return text;
}

function valueWriter(view: MetricView): SampleLines['putValues'] {
  const { kind, width, quantiles } = view;
  if (kind === 'histogram') return (page, values, at) => putCumulative(page, values, at, width);
  if (kind === 'summary') return (page, values, at) => putQuantiles(page, values, at, quantiles);
  return (page, values, at) => putPlain(page, values, at, width);
}

function putPlain(page: SeriesPage, values: Float64Array, at: number, width: number): number {
  const { values: own, live, rowCount } = page;
  let to = at;
  if (width === 1) {
    for (let row = 0; row < rowCount; row++) if (live[row] === 1) values[to++] = own[row];
    return to;
  }
  for (let row = 0; row < rowCount; row++) {
    if (live[row] === 0) continue;
    for (let i = row * width; i < (row + 1) * width; i++) values[to++] = own[i];
  }
  return to;
}

/** The buckets are kept by themselves and shown cumulatively; then the sum and the count. */
function putCumulative(page: SeriesPage, values: Float64Array, at: number, width: number): number {
  const { values: own, live, rowCount } = page;
  let to = at;
  for (let row = 0; row < rowCount; row++) {
    if (live[row] === 0) continue;
    const start = row * width;
    let count = 0;
    for (let i = start + 1; i < start + width; i++) values[to++] = count += own[i];
    values[to++] = own[start];
    values[to++] = count;
  }
  return to;
}

function putQuantiles(
  page: SeriesPage,
  values: Float64Array,
  at: number,
  quantiles: readonly number[],
): number {
  let to = at;
  for (let row = 0; row < page.rowCount; row++) {
    if (page.live[row] === 0) continue;
    const sketch = page.cells[row];
    const counts = isSketch(sketch) ? sketch.merged() : undefined;
    for (const quantile of quantiles) values[to++] = counts?.quantile(quantile) ?? NaN;
    values[to++] = page.values[row * 2];
    values[to++] = page.values[row * 2 + 1];
  }
  return to;
}
