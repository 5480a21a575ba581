import type { ExposedSample, ExpositionFormat, LabelSet, MetricFamily } from '@telltale/model';
import { escapeLabelValue, formatSampleNumber } from '@telltale/model';
import { uniqueNames } from '../names/exposed-metric.ts';
import type { EscapingScheme } from '../names/name-escaping.ts';
import {
  escapeLabelName,
  escapeMetricName,
  isPlainLabelName,
  isPlainMetricName,
} from '../names/name-escaping.ts';
import { familyHead } from './family-head.ts';
import type { TextForm } from './text-form.ts';

/** Samples that are printed at a time. */
const SAMPLES_PER_PIECE = 256;
/** What samples of a kind are called beside the family, where the family has the name without it. */
const SAMPLE_SUFFIXES: Readonly<Partial<Record<MetricFamily['type'], string>>> = {
  counter: '_total',
  info: '_info',
};

/** The text of a family of another registry, in pieces. */
export function* foreignLines(
  family: MetricFamily,
  { format, escaping }: TextForm,
  taken: ReadonlySet<string>,
): Generator<string> {
  const { type, help, unit } = family;
  yield familyHead({ name: foreignName(family, escaping), type, help, unit }, format, taken);
  for (let start = 0; start < family.samples.length; start += SAMPLES_PER_PIECE) {
    let text = '';
    for (const sample of family.samples.slice(start, start + SAMPLES_PER_PIECE)) {
      text += sampleLine(sample, family.name, format, escaping);
    }
    yield text;
  }
}

/** The name of a family's samples as it is printed. */
export function foreignName(family: MetricFamily, escaping: EscapingScheme): string {
  return sampleName(nameOfSamples(family), family.name, escaping);
}

/** The name of a family's samples: one that was read from OpenMetrics is named without what they end in. */
export function nameOfSamples({ type, samples, name }: MetricFamily): string {
  const suffix = SAMPLE_SUFFIXES[type];
  if (suffix === undefined || samples.length === 0) return name;
  return samples.every(({ labels }) => labels.metricName === name + suffix) ? name + suffix : name;
}

function sampleLine(
  { labels, value, timestampMs }: ExposedSample,
  family: string,
  format: ExpositionFormat,
  scheme: EscapingScheme,
): string {
  const series = seriesText(labels, sampleName(labels.metricName, family, scheme), scheme);
  const time =
    timestampMs === undefined ? '' : ` ${format === 'openmetrics' ? timestampMs / 1000 : timestampMs}`;
  return `${series} ${formatSampleNumber(value)}${time}\n`;
}

/** What a sample's name has more than its family's is not escaped. */
function sampleName(name: string, family: string, scheme: EscapingScheme): string {
  return name.startsWith(family)
    ? escapeMetricName(family, scheme) + name.slice(family.length)
    : escapeMetricName(name, scheme);
}

function seriesText(labels: LabelSet, name: string, scheme: EscapingScheme): string {
  const entries = [...labels.entries()].filter(([label]) => label !== '__name__');
  const names = uniqueNames(
    entries.map(([label]) => label),
    scheme,
    escapeLabelName,
  );
  const parts = entries.map(([, value], index) => {
    const label = names[index];
    return `${isPlainLabelName(label) ? label : `"${escapeLabelValue(label)}"`}="${escapeLabelValue(value)}"`;
  });
  if (!isPlainMetricName(name)) return `{${[`"${escapeLabelValue(name)}"`, ...parts].join(',')}}`;
  return parts.length === 0 ? name : `${name}{${parts.join(',')}}`;
}
