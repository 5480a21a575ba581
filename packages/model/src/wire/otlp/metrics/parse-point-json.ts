import { parseAttributes } from '../attributes-json.ts';
import { recordId } from '../ids.ts';
import type { JsonObject } from '../json-fields.ts';
import { fieldOf, listField, objectField, objectOf, textField, timeField } from '../json-fields.ts';
import { OtlpFormatError } from '../message-reader.ts';
import type { ParseReport } from '../parse-report.ts';
import { attributeTable } from '../read-attributes.ts';
import type { OtlpBuckets } from '../../otlp-metrics.ts';
import type { OtlpMetricKind } from './metric-sink.ts';
import type { PointDraft, ReadExemplar } from './point-draft.ts';

/** Reads a data point in JSON into a draft, but for its attributes. It may throw: the point cannot be read then. */
export function parsePoint(
  kind: OtlpMetricKind,
  point: JsonObject,
  draft: PointDraft,
  report: ParseReport,
): void {
  draft.startMs = Math.floor(timeField(point, 'startTimeUnixNano'));
  draft.timeMs = Math.floor(timeField(point, 'timeUnixNano'));
  draft.flags = numberField(point, 'flags');
  draft.exemplars = listField(point, 'exemplars').flatMap((item) => parseExemplar(objectOf(item), report));
  if (kind === 'gauge' || kind === 'sum') {
    draft.value = valueField(point);
    return;
  }
  draft.count = numberField(point, 'count');
  draft.sum = fieldOf(point, 'sum') === undefined ? undefined : numberField(point, 'sum');
  if (kind === 'histogram') {
    draft.bounds = listField(point, 'explicitBounds').map(numberOf);
    draft.bucketCounts = listField(point, 'bucketCounts').map(numberOf);
  } else if (kind === 'exponentialHistogram') {
    draft.scale = numberField(point, 'scale');
    draft.zeroCount = numberField(point, 'zeroCount');
    draft.zeroThreshold = numberField(point, 'zeroThreshold');
    draft.positive = bucketsField(point, 'positive');
    draft.negative = bucketsField(point, 'negative');
  } else {
    draft.quantiles = listField(point, 'quantileValues').map((item) => {
      const quantile = objectOf(item);
      return [numberField(quantile, 'quantile'), numberField(quantile, 'value')];
    });
  }
}

function parseExemplar(exemplar: JsonObject, report: ParseReport): ReadExemplar[] {
  if (!report.takeValue()) return [];
  return [
    {
      value: valueField(exemplar),
      timeMs: Math.floor(timeField(exemplar, 'timeUnixNano')),
      traceId: recordId(textField(exemplar, 'traceId'), 32, report) ?? '',
      spanId: recordId(textField(exemplar, 'spanId'), 16, report) ?? '',
      attributes: parseAttributes(listField(exemplar, 'filteredAttributes'), attributeTable(), report),
    },
  ];
}

function bucketsField(point: JsonObject, name: string): OtlpBuckets {
  const buckets = objectField(point, name);
  return {
    offset: numberField(buckets, 'offset'),
    counts: listField(buckets, 'bucketCounts').map(numberOf),
  };
}

function valueField(point: JsonObject): number {
  const double = fieldOf(point, 'asDouble');
  return numberOf(double ?? fieldOf(point, 'asInt') ?? 0);
}

function numberField(object: JsonObject, name: string): number {
  return numberOf(fieldOf(object, name) ?? 0);
}

/** Numbers may be texts, as 64-bit integers and those without a notation in JSON are. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value.trim() !== '') {
    const number = Number(value);
    if (!Number.isNaN(number) || value === 'NaN') return number;
  }
  throw new OtlpFormatError('a number is expected');
}
