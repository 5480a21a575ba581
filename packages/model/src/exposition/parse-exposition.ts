import type { MetricMetadata } from '../contracts/query-service.ts';
import type { LabelSet } from '../labels/label-set.ts';
import { expositionError } from './exposition-error.ts';
import { expositionFormat } from './exposition-format.ts';
import type { ExposedSample, MetricFamily } from './metric-family.ts';
import { scanExposition } from './scan-exposition.ts';
import { SeriesTextError, parseSeriesText } from './series-text.ts';

/** Suffixes of the samples that belong to a family of the type. */
const SUFFIXES: Readonly<Partial<Record<MetricMetadata['type'], readonly string[]>>> = {
  counter: ['_total', '_created'],
  histogram: ['_bucket', '_count', '_sum', '_created', '_gcount', '_gsum'],
  summary: ['_count', '_sum', '_created'],
  info: ['_info'],
};

interface FamilyBuilder {
  type: MetricMetadata['type'];
  help: string;
  unit: string;
  readonly name: string;
  readonly samples: ExposedSample[];
}

/** A metrics page. */
export interface ParsedExposition {
  readonly families: readonly MetricFamily[];
}

/**
 * Parses a metrics page to families in the order of their first mention. Which format it is in says
 * its Content-Type; the text format is assumed without one.
 *
 * @throws TelltaleError `TT_EXPOSITION` with the number and text of the first faulty line
 */
export function parseExposition(body: string | Uint8Array, contentType = ''): ParsedExposition {
  const families = new Map<string, FamilyBuilder>();
  const family = (name: string): FamilyBuilder => {
    let builder = families.get(name);
    if (!builder) {
      builder = { name, type: 'unknown', help: '', unit: '', samples: [] };
      families.set(name, builder);
    }
    return builder;
  };
  scanExposition(decodeExposition(body), expositionFormat(contentType), {
    type: (name, type) => void (family(name).type = type),
    help: (name, help) => void (family(name).help = help),
    unit: (name, unit) => void (family(name).unit = unit),
    sample: (series, value, timestampMs, line) => {
      const labels = readSeries(series, line);
      const owner = owningFamily(labels.metricName, families) ?? family(labels.metricName);
      owner.samples.push(timestampMs === undefined ? { labels, value } : { labels, value, timestampMs });
    },
  });
  return { families: [...families.values()] };
}

/**
 * The text of a metrics page.
 *
 * @throws TelltaleError `TT_EXPOSITION` when it is not valid UTF-8
 */
export function decodeExposition(body: string | Uint8Array): string {
  if (typeof body === 'string') return body;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    const before = new TextDecoder().decode(body).split('\uFFFD', 1)[0];
    const line = before.split('\n').length;
    throw expositionError(line, before.slice(before.lastIndexOf('\n') + 1), 'the page is not valid UTF-8');
  }
}

/** {@link parseSeriesText} with the line in its error. */
export function readSeries(series: string, line: number): LabelSet {
  try {
    return parseSeriesText(series);
  } catch (error) {
    if (error instanceof SeriesTextError) throw expositionError(line, series, error.message);
    throw error;
  }
}

function owningFamily(
  sampleName: string,
  families: ReadonlyMap<string, FamilyBuilder>,
): FamilyBuilder | undefined {
  const exact = families.get(sampleName);
  if (exact) return exact;
  const underscore = sampleName.lastIndexOf('_');
  if (underscore < 0) return undefined;
  const base = families.get(sampleName.slice(0, underscore));
  const suffixes = base && SUFFIXES[base.type];
  return suffixes?.includes(sampleName.slice(underscore)) ? base : undefined;
}
