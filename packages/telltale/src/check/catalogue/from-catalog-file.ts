import type { ResolvedLabel } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import { metricsOfRecordingRules } from './from-recording-rules.ts';
import type { DeclaredMetric, LabelValues } from './known-series.ts';

/** Newer catalogues may say what this version would misread. */
const NEWEST_VERSION = 1;

const KINDS: readonly DeclaredMetric['kind'][] = [
  'counter',
  'gauge',
  'histogram',
  'summary',
  'info',
  'stateset',
];

/** Whether a page that was given is JSON, as the catalogue of `telltale gen catalog` is, and no metrics page. */
export function isCatalogFile(body: Uint8Array): boolean {
  const content = contentOf(body);
  return typeof content === 'object' && content !== null;
}

/**
 * The metrics and recordings of a `catalog.json`, with the values and buckets that their definition allows.
 *
 * @throws TelltaleError TT_FILE_READ for JSON that is no catalogue, or one of a newer version.
 */
export function metricsOfCatalogFile(place: string, body: Uint8Array): readonly DeclaredMetric[] {
  const { catalogVersion, metrics, rules } = Object(contentOf(body));
  if (typeof catalogVersion !== 'number' || !isList(metrics)) {
    throw refusal(
      `${place} is JSON, but no catalogue`,
      'Name a metrics page or the catalog.json of telltale gen.',
    );
  }
  if (catalogVersion > NEWEST_VERSION) {
    throw refusal(
      `${place} is a catalogue of version ${catalogVersion}; this telltale reads version ${NEWEST_VERSION}`,
      'Update telltale, or generate the catalogue with this version.',
    );
  }
  const recordings = (isList(rules) ? rules : []).flatMap((rule) => {
    const { kind, name } = Object(rule);
    return kind === 'recording' && typeof name === 'string' ? [name] : [];
  });
  return [
    ...metrics.map((metric, index) => declaredMetric(metric, `${place}: metrics[${index}]`)),
    ...metricsOfRecordingRules(recordings),
  ];
}

function contentOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}

function declaredMetric(content: unknown, place: string): DeclaredMetric {
  const { name, kind: written, unit, labels, buckets, isNative } = Object(content);
  const kind = KINDS.find((known) => known === written);
  if (typeof name !== 'string' || kind === undefined) {
    throw refusal(`${place} has no name, or a kind that is none`, 'Generate the catalogue again.');
  }
  return {
    name,
    kind,
    ...(typeof unit === 'string' && { unit }),
    ...(isList(buckets) && { buckets: buckets.filter((bound) => typeof bound === 'number') }),
    ...(isNative === true && { isNative }),
    labels: new Map(Object.entries(Object(labels)).map(([label, values]) => [label, valuesOf(values)])),
    // It was given to say what exists, as a page is: what it does not list is not there.
    origin: 'metrics-page',
  };
}

function valuesOf(content: unknown): LabelValues {
  const { kind, values, pattern }: Readonly<Record<keyof ResolvedLabel | 'values' | 'pattern', unknown>> =
    Object(content);
  if (kind === 'values' && isList(values)) {
    return { kind: 'closed', values: values.filter((value) => typeof value === 'string') };
  }
  return kind === 'pattern' && typeof pattern === 'string'
    ? { kind: 'pattern', pattern }
    : { kind: 'unknown' };
}

function isList(content: unknown): content is readonly unknown[] {
  return Array.isArray(content);
}

function refusal(message: string, fix: string): TelltaleError {
  return new TelltaleError('TT_FILE_READ', message, { fix });
}
