import type { LabelSet } from '../labels/label-set.ts';
import { escapeHelp, escapeLabelValue } from './escapes.ts';
import type { ExpositionFormat } from './exposition-format.ts';
import type { ExposedSample, MetricFamily } from './metric-family.ts';
import { formatSampleNumber } from './sample-number.ts';

const PLAIN_METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const PLAIN_LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Prints families as a metrics page; `parseExposition` reads the same families back. */
export function formatExposition(
  families: readonly MetricFamily[],
  format: ExpositionFormat = 'text',
): string {
  const isOpenMetrics = format === 'openmetrics';
  const lines: string[] = [];
  for (const { name, type, help, unit, samples } of families) {
    const printed = PLAIN_METRIC_NAME.test(name) ? name : quote(name);
    const typeName = type === 'unknown' && !isOpenMetrics ? 'untyped' : type;
    lines.push(`# TYPE ${printed} ${typeName}`);
    if (unit !== '') lines.push(`# UNIT ${printed} ${unit}`);
    if (help !== '') lines.push(`# HELP ${printed} ${escapeHelp(help, isOpenMetrics)}`);
    for (const sample of samples) lines.push(formatSample(sample, isOpenMetrics));
  }
  if (isOpenMetrics) lines.push('# EOF');
  return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
}

function formatSample({ labels, value, timestampMs }: ExposedSample, isOpenMetrics: boolean): string {
  const line = `${formatSeriesText(labels)} ${formatSampleNumber(value)}`;
  if (timestampMs === undefined) return line;
  return `${line} ${isOpenMetrics ? timestampMs / 1000 : timestampMs}`;
}

/** The text of a series as an exposition has it; `parseSeriesText` reads the same labels back. */
export function formatSeriesText(labels: LabelSet): string {
  const name = labels.metricName;
  const isPlain = PLAIN_METRIC_NAME.test(name);
  const parts = isPlain ? [] : [quote(name)];
  for (const [label, value] of labels.entries()) {
    if (label === '__name__') continue;
    const printed = PLAIN_LABEL_NAME.test(label) ? label : quote(label);
    parts.push(`${printed}=${quote(value)}`);
  }
  const braces = parts.length === 0 ? '' : `{${parts.join(',')}}`;
  return isPlain ? name + braces : braces;
}

function quote(text: string): string {
  return `"${escapeLabelValue(text)}"`;
}
