import { TelltaleError } from '../../../errors/telltale-error.ts';
import { parseAttributes } from '../attributes-json.ts';
import { parseBoundedJson } from '../bounded-json.ts';
import type { JsonObject } from '../json-fields.ts';
import { enumField, fieldOf, listField, objectField, objectOf, textField } from '../json-fields.ts';
import type { OtlpLimits } from '../parse-report.ts';
import { ParseReport } from '../parse-report.ts';
import type { AttributeTable } from '../read-attributes.ts';
import { attributeTable } from '../read-attributes.ts';
import { MAX_PART_BYTES, OversizePartError } from './byte-part.ts';
import type { OtlpMetricKind, OtlpMetricSink } from './metric-sink.ts';
import type { RepeatedPart } from './repeated-part.ts';
import { PointDraft } from './point-draft.ts';
import { parsePoint } from './parse-point-json.ts';
import type { OtlpMetricsOutcome } from './read-otlp-metrics.ts';
import { MAX_METRICS, METRICS_PATH, TEMPORALITIES } from './read-otlp-metrics.ts';

const KINDS: readonly OtlpMetricKind[] = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];
const TEMPORALITY_NAMES = [
  'AGGREGATION_TEMPORALITY_UNSPECIFIED',
  'AGGREGATION_TEMPORALITY_DELTA',
  'AGGREGATION_TEMPORALITY_CUMULATIVE',
];

/**
 * Reads an `ExportMetricsServiceRequest` in JSON as {@link readOtlpMetrics} reads one in protobuf.
 *
 * @throws TelltaleError `TT_OTLP` where it is no JSON or has something else where a list or an object must be
 */
export function readOtlpMetricsJson(
  text: string,
  sink: OtlpMetricSink,
  limits: OtlpLimits = {},
): OtlpMetricsOutcome {
  const report = new ParseReport(METRICS_PATH, { maxRecords: MAX_METRICS, ...limits });
  try {
    for (const item of listField(objectOf(parseBoundedJson(text)), METRICS_PATH.resources)) {
      report.startResource();
      parseResource(objectOf(item), sink, report);
    }
  } catch (error) {
    if (error instanceof TelltaleError) throw error;
    const problem = error instanceof Error ? error.message : String(error);
    throw new TelltaleError('TT_OTLP', `request at ${report.where()}: ${problem}`);
  }
  return { rejected: report.rejected, faults: report.faults() };
}

function parseResource(resourceMetrics: JsonObject, sink: OtlpMetricSink, report: ParseReport): void {
  const attributes = listField(objectField(resourceMetrics, 'resource'), 'attributes');
  sink.resource(attributesPart(attributes, report));
  for (const item of listField(resourceMetrics, METRICS_PATH.scopes)) {
    report.startScope();
    const scopeMetrics = objectOf(item);
    const scope = objectField(scopeMetrics, 'scope');
    const schemaUrl = textField(scopeMetrics, 'schemaUrl');
    sink.scope(
      part([scope, schemaUrl], () => ({
        name: textField(scope, 'name'),
        version: textField(scope, 'version'),
        schemaUrl,
        attributes: parseAttributes(listField(scope, 'attributes'), attributeTable(), report),
      })),
    );
    for (const metric of listField(scopeMetrics, METRICS_PATH.records)) {
      if (report.startRecord()) guarded(report, () => parseMetric(objectOf(metric), sink, report));
    }
  }
}

function parseMetric(metric: JsonObject, sink: OtlpMetricSink, report: ParseReport): void {
  const kind = KINDS.find((one) => fieldOf(metric, one) !== undefined);
  if (kind === undefined) return;
  const data = objectField(metric, kind);
  const description = {
    name: textField(metric, 'name'),
    description: textField(metric, 'description'),
    unit: textField(metric, 'unit'),
  };
  sink.metric({
    description: part(description, () => description),
    kind,
    temporality: TEMPORALITIES[enumField(data, 'aggregationTemporality', TEMPORALITY_NAMES)] ?? 'unspecified',
    isMonotonic: fieldOf(data, 'isMonotonic') === true,
  });
  const draft = new PointDraft();
  for (const item of listField(data, 'dataPoints')) {
    report.startPoint();
    guarded(report, () => {
      const point = objectOf(item);
      draft.clear();
      draft.attributes = attributesPart(listField(point, 'attributes'), report);
      parsePoint(kind, point, draft, report);
      const problem = sink.point(draft);
      if (problem !== undefined) report.reject(problem);
    });
  }
}

function attributesPart(list: readonly unknown[], report: ParseReport): RepeatedPart<AttributeTable> {
  return part(list, () => parseAttributes(list, attributeTable(), report));
}

/** Keys begin as no field of protobuf does: the two are never taken for each other. */
function part<Content>(json: unknown, read: () => Content): RepeatedPart<Content> {
  const key = `\0${JSON.stringify(json)}`;
  if (key.length > MAX_PART_BYTES) throw new OversizePartError();
  const matches = ({ buffer, byteOffset }: DataView, start: number, end: number) =>
    end - start === key.length &&
    Buffer.from(buffer, byteOffset + start, key.length).toString('latin1') === key;
  return { key, matches, read };
}

function guarded(report: ParseReport, read: () => void): void {
  const { rejected } = report;
  try {
    read();
  } catch (error) {
    if (error instanceof TelltaleError) throw error;
    if (report.rejected > rejected) return;
    report.reject(error instanceof OversizePartError ? 'too_long' : 'malformed');
  }
}
