import type {
  OtlpAttributeValue,
  OtlpAttributes,
  OtlpBuckets,
  OtlpExemplar,
  OtlpMetric,
  OtlpMetrics,
  OtlpNumberPoint,
} from './otlp-metrics.ts';
import { unixNanoseconds, wholeCount } from './whole-number.ts';

const CUMULATIVE = 2;

/**
 * Prints an `ExportMetricsServiceRequest`, the body of `POST /v1/metrics`, as JSON: 64-bit integers as
 * texts, ids in hexadecimal, and numbers that JSON has no notation for as `NaN` and `Infinity` in quotes,
 * all as the protocol's JSON mapping says.
 */
export function printOtlpMetrics({ resource, scopes }: OtlpMetrics): string {
  return JSON.stringify({
    resourceMetrics: [
      {
        resource: { attributes: attributes(resource) },
        scopeMetrics: scopes.map(({ name, version, metrics }) => ({
          scope: { name, version },
          metrics: metrics.map(metricObject),
        })),
      },
    ],
  });
}

function metricObject(metric: OtlpMetric): object {
  const { name, description, unit } = metric;
  const head = { name, description, unit };
  switch (metric.kind) {
    case 'gauge':
      return { ...head, gauge: { dataPoints: metric.points.map(numberPoint) } };
    case 'sum': {
      const dataPoints = metric.points.map(numberPoint);
      const { isMonotonic } = metric;
      return { ...head, sum: { dataPoints, aggregationTemporality: CUMULATIVE, isMonotonic } };
    }
    case 'histogram': {
      const dataPoints = metric.points.map((point) => ({
        ...base(point),
        bucketCounts: point.bucketCounts.map(countText),
        explicitBounds: point.bounds,
      }));
      return { ...head, histogram: { dataPoints, aggregationTemporality: CUMULATIVE } };
    }
    case 'exponentialHistogram': {
      const dataPoints = metric.points.map((point) => ({
        ...base(point),
        scale: point.scale,
        zeroCount: countText(point.zeroCount),
        zeroThreshold: number(point.zeroThreshold),
        positive: buckets(point.positive),
        negative: buckets(point.negative),
      }));
      return { ...head, exponentialHistogram: { dataPoints, aggregationTemporality: CUMULATIVE } };
    }
    case 'summary': {
      const dataPoints = metric.points.map((point) => ({
        ...base(point),
        quantileValues: point.quantiles.map(([quantile, value]) => ({ quantile, value: number(value) })),
      }));
      return { ...head, summary: { dataPoints } };
    }
  }
}

interface Timed {
  readonly attributes: OtlpAttributes;
  readonly startMs: number;
  readonly timeMs: number;
  readonly exemplars?: readonly OtlpExemplar[];
}

function timed(point: Timed): object {
  return {
    attributes: attributes(point.attributes),
    startTimeUnixNano: String(unixNanoseconds(point.startMs)),
    timeUnixNano: String(unixNanoseconds(point.timeMs)),
    ...(point.exemplars && { exemplars: point.exemplars.map(exemplarObject) }),
  };
}

function base(point: Timed & { readonly count: number; readonly sum: number }): object {
  return { ...timed(point), count: countText(point.count), sum: number(point.sum) };
}

function numberPoint(point: OtlpNumberPoint): object {
  return { ...timed(point), asDouble: number(point.value) };
}

function buckets({ offset, counts }: OtlpBuckets): object {
  return { offset, bucketCounts: counts.map(countText) };
}

function exemplarObject({ value, timeMs, traceId, spanId, attributes: filtered }: OtlpExemplar): object {
  return {
    filteredAttributes: attributes(filtered),
    timeUnixNano: String(unixNanoseconds(timeMs)),
    asDouble: number(value),
    ...(spanId !== '' && { spanId }),
    ...(traceId !== '' && { traceId }),
  };
}

function attributes(all: OtlpAttributes): object[] {
  return all.map(([key, value]) => ({ key, value: attributeValue(value) }));
}

function attributeValue(value: OtlpAttributeValue): object {
  switch (typeof value) {
    case 'string':
      return { stringValue: value };
    case 'boolean':
      return { boolValue: value };
    case 'number':
      return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: number(value) };
    default:
      return { arrayValue: { values: value.map(attributeValue) } };
  }
}

function countText(count: number): string {
  return String(wholeCount(count));
}

function number(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
