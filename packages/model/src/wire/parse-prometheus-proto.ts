import { BinaryReader } from '@bufbuild/protobuf/wire';
import { TelltaleError } from '../errors/telltale-error.ts';
import type {
  PrometheusExemplar,
  PrometheusFamily,
  PrometheusFamilyType,
  PrometheusMetric,
  PrometheusValue,
} from './prometheus-family.ts';
import { PROMETHEUS_TYPES } from './prometheus-family.ts';
import {
  ProtoContentError,
  count,
  double,
  message,
  readExemplar,
  readLabel,
  readMessage,
  readTimestamp,
  text,
  varint,
} from './read-prometheus-fields.ts';
import { readHistogram } from './read-prometheus-histogram.ts';

/** What {@link parsePrometheusProto} takes at most. */
export interface PrometheusProtoLimits {
  /** 64 MiB by default. */
  readonly maxBytes?: number;
  /** Series of all families together; 1,000,000 by default. */
  readonly maxSeries?: number;
}

const MAX_BYTES = 64 * 1024 * 1024;
const MAX_SERIES = 1_000_000;

interface SeriesBudget {
  left: number;
}

/**
 * Reads families that stand one after the other, each with its length before it. Unknown fields are passed
 * over; memory and time are in proportion to the body.
 *
 * @throws TelltaleError `TT_EXPOSITION` with the position of what is cut, too large or no such message
 */
export function parsePrometheusProto(
  body: Uint8Array,
  { maxBytes = MAX_BYTES, maxSeries = MAX_SERIES }: PrometheusProtoLimits = {},
): readonly PrometheusFamily[] {
  if (body.length > maxBytes) {
    throw protoError(0, `the page has ${body.length} bytes, more than the ${maxBytes} that are read`);
  }
  const reader = new BinaryReader(body);
  const families: PrometheusFamily[] = [];
  const budget: SeriesBudget = { left: maxSeries };
  while (reader.pos < reader.len) {
    const start = reader.pos;
    try {
      families.push(readFamily(new BinaryReader(reader.bytes()), budget));
    } catch (error) {
      throw protoError(start, error instanceof Error ? error.message : String(error));
    }
  }
  return families;
}

function protoError(position: number, problem: string): TelltaleError {
  return new TelltaleError('TT_EXPOSITION', `metric family at byte ${position}: ${problem}`);
}

function readFamily(reader: BinaryReader, budget: SeriesBudget): PrometheusFamily {
  let name = '';
  let help = '';
  let unit = '';
  let type: PrometheusFamilyType = 'counter';
  const metrics: PrometheusMetric[] = [];
  readMessage(reader, {
    1: text((read) => (name = read)),
    2: text((read) => (help = read)),
    3: varint((read) => (type = familyType(read.int32()))),
    4: message((metric) => {
      if (--budget.left < 0) throw new ProtoContentError('there are more series than are read');
      metrics.push(readMetric(metric));
    }),
    5: text((read) => (unit = read)),
  });
  return { name, type, help, unit, metrics };
}

function familyType(number: number): PrometheusFamilyType {
  const type = PROMETHEUS_TYPES.at(number);
  if (number < 0 || type === undefined) throw new ProtoContentError(`${number} is no metric type`);
  return type;
}

function readMetric(reader: BinaryReader): PrometheusMetric {
  const labels: (readonly [string, string])[] = [];
  let value: PrometheusValue | undefined;
  let timestampMs: number | undefined;
  readMessage(reader, {
    1: message((label) => labels.push(readLabel(label))),
    2: message((gauge) => (value = readNumber(gauge, 'gauge'))),
    3: message((counter) => (value = readCounter(counter))),
    4: message((summary) => (value = readSummary(summary))),
    5: message((untyped) => (value = readNumber(untyped, 'untyped'))),
    6: varint((read) => (timestampMs = Number(read.int64()))),
    7: message((histogram) => (value = readHistogram(histogram))),
  });
  if (value === undefined) throw new ProtoContentError('a series has no value');
  return { labels, value, ...(timestampMs !== undefined && { timestampMs }) };
}

function readNumber(reader: BinaryReader, kind: 'gauge' | 'untyped'): PrometheusValue {
  let value = 0;
  readMessage(reader, { 1: double((read) => (value = read)) });
  return { kind, value };
}

function readCounter(reader: BinaryReader): PrometheusValue {
  let value = 0;
  let exemplar: PrometheusExemplar | undefined;
  let createdMs: number | undefined;
  readMessage(reader, {
    1: double((read) => (value = read)),
    2: message((read) => (exemplar = readExemplar(read))),
    3: message((read) => (createdMs = readTimestamp(read))),
  });
  return {
    kind: 'counter',
    value,
    ...(exemplar !== undefined && { exemplar }),
    ...(createdMs !== undefined && { createdMs }),
  };
}

function readSummary(reader: BinaryReader): PrometheusValue {
  let observations = 0;
  let sum = 0;
  let createdMs: number | undefined;
  const quantiles: { quantile: number; value: number }[] = [];
  readMessage(reader, {
    1: count((read) => (observations = read)),
    2: double((read) => (sum = read)),
    3: message((read) => quantiles.push(readQuantile(read))),
    4: message((read) => (createdMs = readTimestamp(read))),
  });
  const created = createdMs !== undefined && { createdMs };
  return { kind: 'summary', count: observations, sum, quantiles, ...created };
}

function readQuantile(reader: BinaryReader): { quantile: number; value: number } {
  let quantile = 0;
  let value = 0;
  readMessage(reader, { 1: double((read) => (quantile = read)), 2: double((read) => (value = read)) });
  return { quantile, value };
}
