import type { LabelSet, MetricMetadata } from '@telltale/model';
import { escapeHelp, formatSampleNumber, formatSeriesText } from '@telltale/model';
import type { ExportSource } from './export-source.ts';

const PLAIN_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
/** Text is handed on in pieces of about this length. */
const PIECE_LENGTH = 256 * 1024;

/** Series that OpenMetrics has together: a metric, or the parts of a histogram or summary. */
interface Family {
  readonly name: string;
  readonly metadata: MetricMetadata | undefined;
  readonly series: LabelSet[];
}

/** What was exported. */
export interface ExportCounts {
  readonly series: number;
  readonly samples: number;
  /** Native histograms left out: OpenMetrics text has no form for them. */
  readonly nativeHistograms: number;
  /** Markers of the end of a series left out. */
  readonly staleMarkers: number;
}

/** Writes all series of a source as one OpenMetrics page with timestamps. */
export async function writePage(
  source: ExportSource,
  write: (text: string) => Promise<void>,
): Promise<ExportCounts> {
  const [series, metadata] = await Promise.all([source.series(), source.metadata()]);
  const counts = { series: 0, samples: 0, nativeHistograms: 0, staleMarkers: 0 };
  let text = '';
  for (const family of familiesOf(series, metadata)) {
    text += header(family);
    for (const labels of family.series) {
      const name = formatSeriesText(labels);
      let hasSamples = false;
      for await (const { timestamps, values, histograms, staleMarkers } of source.samples(labels)) {
        for (let i = 0; i < timestamps.length; i++) {
          text += `${name} ${formatSampleNumber(values[i])} ${timestamps[i] / 1000}\n`;
          if (text.length < PIECE_LENGTH) continue;
          await write(text);
          text = '';
        }
        hasSamples ||= timestamps.length > 0;
        counts.samples += timestamps.length;
        counts.nativeHistograms += histograms;
        counts.staleMarkers += staleMarkers;
      }
      if (hasSamples) counts.series++;
    }
  }
  await write(`${text}# EOF\n`);
  return counts;
}

function familiesOf(
  series: readonly LabelSet[],
  metadata: ReadonlyMap<string, MetricMetadata>,
): readonly Family[] {
  const families = new Map<string, Family>();
  for (const labels of series) {
    const { name, about } = familyOf(labels.metricName, metadata);
    const family = families.get(name);
    if (family === undefined) families.set(name, { name, metadata: about, series: [labels] });
    else family.series.push(labels);
  }
  return [...families.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const PARTS: ReadonlyMap<MetricMetadata['type'], readonly string[]> = new Map([
  ['histogram', ['_bucket', '_sum', '_count']],
  ['summary', ['', '_sum', '_count']],
  ['counter', ['_total']],
  ['info', ['_info']],
]);

/** In OpenMetrics a family has the name of its samples without the part that its type gives them. */
function familyOf(
  metric: string,
  metadata: ReadonlyMap<string, MetricMetadata>,
): { readonly name: string; readonly about: MetricMetadata | undefined } {
  for (const [type, parts] of PARTS) {
    for (const part of parts) {
      if (!metric.endsWith(part)) continue;
      const name = part === '' ? metric : metric.slice(0, -part.length);
      // The older text format has counters with their ending.
      const about = metadata.get(name) ?? (type === 'counter' ? metadata.get(metric) : undefined);
      if (about?.type === type) return { name, about };
    }
  }
  const about = metadata.get(metric);
  return { name: metric, about: about && !PARTS.has(about.type) ? about : undefined };
}

function header({ name, metadata }: Family): string {
  if (metadata === undefined) return '';
  const printed = PLAIN_NAME.test(name) ? name : `"${name.replaceAll('"', String.raw`\"`)}"`;
  const { type, help, unit } = metadata;
  const unitLine = unit !== '' && name.endsWith(`_${unit}`) ? `# UNIT ${printed} ${unit}\n` : '';
  const helpLine = help === '' ? '' : `# HELP ${printed} ${escapeHelp(help, true)}\n`;
  return `# TYPE ${printed} ${type}\n${unitLine}${helpLine}`;
}
