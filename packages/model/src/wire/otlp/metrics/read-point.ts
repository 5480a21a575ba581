import { lengthField, varintField, wideField } from '../field-tags.ts';
import type { MessageReader } from '../message-reader.ts';
import { OtlpFormatError } from '../message-reader.ts';
import type { ParseReport } from '../parse-report.ts';
import type { AttributeTable } from '../read-attributes.ts';
import { attributeTable, readAttribute } from '../read-attributes.ts';
import type { OtlpBuckets } from '../../otlp-metrics.ts';
import { BytePart } from './byte-part.ts';
import { recordId } from '../ids.ts';
import type { OtlpMetricKind } from './metric-sink.ts';
import type { PointDraft, ReadExemplar } from './point-draft.ts';

/* Fields of the kinds of points; those of the same number are not always the same. */
const START_TIME = wideField(2);
const TIME = wideField(3);
const NUMBER = {
  double: wideField(4),
  exemplar: lengthField(5),
  integer: wideField(6),
  attribute: lengthField(7),
  flags: varintField(8),
};
const HISTOGRAM = {
  count: wideField(4),
  sum: wideField(5),
  counts: lengthField(6),
  oneCount: wideField(6),
  bounds: lengthField(7),
  oneBound: wideField(7),
  exemplar: lengthField(8),
  attribute: lengthField(9),
  flags: varintField(10),
};
const EXPONENTIAL = {
  attribute: lengthField(1),
  count: wideField(4),
  sum: wideField(5),
  scale: varintField(6),
  zeroCount: wideField(7),
  positive: lengthField(8),
  negative: lengthField(9),
  flags: varintField(10),
  exemplar: lengthField(11),
  zeroThreshold: wideField(14),
};
const SUMMARY = {
  count: wideField(4),
  sum: wideField(5),
  quantile: lengthField(6),
  attribute: lengthField(7),
  flags: varintField(8),
};
const EXEMPLAR = {
  time: wideField(2),
  double: wideField(3),
  spanId: lengthField(4),
  traceId: lengthField(5),
  integer: wideField(6),
  attribute: lengthField(7),
};
const FIRST_WIDE = wideField(1);
const SECOND_WIDE = wideField(2);
const OFFSET = varintField(1);
const PACKED_COUNTS = lengthField(2);
const ONE_COUNT = varintField(2);
const WIDE_BYTES = 8;

/** Tag of the attributes of each kind. */
const ATTRIBUTE: Readonly<Record<OtlpMetricKind, number>> = {
  gauge: NUMBER.attribute,
  sum: NUMBER.attribute,
  histogram: HISTOGRAM.attribute,
  exponentialHistogram: EXPONENTIAL.attribute,
  summary: SUMMARY.attribute,
};

/** Reads the data points of a request, one after the other, into a draft. */
export class PointReader {
  readonly #reader: MessageReader;
  readonly #report: ParseReport;
  readonly #attributes: BytePart<AttributeTable>;

  constructor(reader: MessageReader, report: ParseReport) {
    this.#reader = reader;
    this.#report = report;
    let table = attributeTable();
    this.#attributes = new BytePart(
      reader,
      (end) => {
        while (reader.pos < end) {
          reader.uint32();
          readAttribute(reader, end, table, report);
        }
      },
      () => {
        const read = table;
        table = attributeTable();
        return read;
      },
    );
  }

  /** Reads the fields of a point up to `end`. It may throw: the point cannot be read then. */
  read(kind: OtlpMetricKind, end: number, draft: PointDraft): void {
    const reader = this.#reader;
    const attributes = this.#attributes;
    const attribute = ATTRIBUTE[kind];
    draft.clear();
    attributes.clear();
    draft.attributes = attributes;
    while (reader.pos < end) {
      const start = reader.pos;
      const tag = reader.small();
      if (tag === attribute) {
        reader.pos = reader.messageEnd(end);
        attributes.add(start, reader.pos);
      } else if (tag === TIME) draft.timeMs = reader.unixWholeMs();
      else if (tag === START_TIME) draft.startMs = reader.unixWholeMs();
      else this.#readField(kind, tag, end, draft);
    }
    reader.finish(end);
  }

  #readField(kind: OtlpMetricKind, tag: number, end: number, draft: PointDraft): void {
    switch (kind) {
      case 'gauge':
      case 'sum':
        return this.#readNumberField(tag, end, draft);
      case 'histogram':
        return this.#readHistogramField(tag, end, draft);
      case 'exponentialHistogram':
        return this.#readExponentialField(tag, end, draft);
      case 'summary':
        return this.#readSummaryField(tag, end, draft);
    }
  }

  #readNumberField(tag: number, end: number, draft: PointDraft): void {
    const reader = this.#reader;
    if (tag === NUMBER.double) draft.value = reader.double();
    else if (tag === NUMBER.integer) draft.value = reader.fixedInteger();
    else if (tag === NUMBER.flags) draft.flags = reader.uint32();
    else if (tag === NUMBER.exemplar) this.#readExemplar(end, draft);
    else reader.skipField(tag);
  }

  #readHistogramField(tag: number, end: number, draft: PointDraft): void {
    const reader = this.#reader;
    switch (tag) {
      case HISTOGRAM.count:
        draft.count = reader.fixedCount();
        break;
      case HISTOGRAM.sum:
        draft.sum = reader.double();
        break;
      case HISTOGRAM.counts:
        draft.bucketCounts = this.#packed(end, () => reader.fixedCount());
        break;
      case HISTOGRAM.oneCount:
        draft.bucketCounts = [...draft.bucketCounts, reader.fixedCount()];
        break;
      case HISTOGRAM.bounds:
        draft.bounds = this.#packed(end, () => reader.double());
        break;
      case HISTOGRAM.oneBound:
        draft.bounds = [...draft.bounds, reader.double()];
        break;
      case HISTOGRAM.flags:
        draft.flags = reader.uint32();
        break;
      case HISTOGRAM.exemplar:
        this.#readExemplar(end, draft);
        break;
      default:
        reader.skipField(tag);
    }
  }

  #readExponentialField(tag: number, end: number, draft: PointDraft): void {
    const reader = this.#reader;
    switch (tag) {
      case EXPONENTIAL.count:
        draft.count = reader.fixedCount();
        break;
      case EXPONENTIAL.sum:
        draft.sum = reader.double();
        break;
      case EXPONENTIAL.scale:
        draft.scale = reader.sint32();
        break;
      case EXPONENTIAL.zeroCount:
        draft.zeroCount = reader.fixedCount();
        break;
      case EXPONENTIAL.zeroThreshold:
        draft.zeroThreshold = reader.double();
        break;
      case EXPONENTIAL.positive:
        draft.positive = this.#readBuckets(end);
        break;
      case EXPONENTIAL.negative:
        draft.negative = this.#readBuckets(end);
        break;
      case EXPONENTIAL.flags:
        draft.flags = reader.uint32();
        break;
      case EXPONENTIAL.exemplar:
        this.#readExemplar(end, draft);
        break;
      default:
        reader.skipField(tag);
    }
  }

  #readSummaryField(tag: number, end: number, draft: PointDraft): void {
    const reader = this.#reader;
    if (tag === SUMMARY.count) draft.count = reader.fixedCount();
    else if (tag === SUMMARY.sum) draft.sum = reader.double();
    else if (tag === SUMMARY.flags) draft.flags = reader.uint32();
    else if (tag === SUMMARY.quantile) this.#readQuantile(end, draft);
    else reader.skipField(tag);
  }

  #readQuantile(outerEnd: number, draft: PointDraft): void {
    const reader = this.#reader;
    const end = reader.messageEnd(outerEnd);
    let quantile = 0;
    let value = 0;
    while (reader.pos < end) {
      const tag = reader.small();
      if (tag === FIRST_WIDE) quantile = reader.double();
      else if (tag === SECOND_WIDE) value = reader.double();
      else reader.skipField(tag);
    }
    reader.finish(end);
    if (this.#report.takeValue()) draft.quantiles.push([quantile, value]);
  }

  /** Neighbouring buckets; their number is bounded by the bytes that they take. */
  #readBuckets(outerEnd: number): OtlpBuckets {
    const reader = this.#reader;
    const end = reader.messageEnd(outerEnd);
    let offset = 0;
    const counts: number[] = [];
    while (reader.pos < end) {
      const tag = reader.small();
      if (tag === OFFSET) offset = reader.sint32();
      else if (tag === ONE_COUNT) counts.push(reader.count());
      else if (tag === PACKED_COUNTS) {
        const packedEnd = reader.messageEnd(end);
        while (reader.pos < packedEnd) counts.push(reader.count());
        reader.finish(packedEnd);
      } else reader.skipField(tag);
    }
    reader.finish(end);
    return { offset, counts };
  }

  /** Numbers of eight bytes each, packed. */
  #packed(outerEnd: number, read: () => number): number[] {
    const reader = this.#reader;
    const end = reader.messageEnd(outerEnd);
    const length = (end - reader.pos) / WIDE_BYTES;
    if (!Number.isInteger(length)) throw new OtlpFormatError('packed numbers end within a number');
    return Array.from({ length }, read);
  }

  #readExemplar(outerEnd: number, draft: PointDraft): void {
    const reader = this.#reader;
    const end = reader.messageEnd(outerEnd);
    if (!this.#report.takeValue()) {
      reader.pos = end;
      return;
    }
    const exemplar = { value: 0, timeMs: 0, traceId: '', spanId: '', attributes: attributeTable() };
    while (reader.pos < end) this.#readExemplarField(end, exemplar);
    reader.finish(end);
    draft.exemplars.push(exemplar);
  }

  #readExemplarField(end: number, exemplar: { -readonly [Name in keyof ReadExemplar]: ReadExemplar[Name] }) {
    const reader = this.#reader;
    const tag = reader.small();
    if (tag === EXEMPLAR.time) exemplar.timeMs = reader.unixWholeMs();
    else if (tag === EXEMPLAR.double) exemplar.value = reader.double();
    else if (tag === EXEMPLAR.integer) exemplar.value = reader.fixedInteger();
    else if (tag === EXEMPLAR.traceId) exemplar.traceId = this.#idOrNone(16);
    else if (tag === EXEMPLAR.spanId) exemplar.spanId = this.#idOrNone(8);
    else if (tag === EXEMPLAR.attribute) readAttribute(reader, end, exemplar.attributes, this.#report);
    else reader.skipField(tag);
  }

  #idOrNone(size: number): string {
    return recordId(this.#reader.id(size), size * 2, this.#report) ?? '';
  }
}
