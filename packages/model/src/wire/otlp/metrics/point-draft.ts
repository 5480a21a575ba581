import type { AttributeTable } from '../read-attributes.ts';
import { attributeTable } from '../read-attributes.ts';
import type { OtlpBuckets } from '../../otlp-metrics.ts';
import type { RepeatedPart } from './repeated-part.ts';

const NO_BUCKETS: OtlpBuckets = { offset: 0, counts: [] };
const NO_ATTRIBUTES: RepeatedPart<AttributeTable> = {
  key: '',
  matches: (_bytes, start, end) => start === end,
  read: attributeTable,
};
const NO_RECORDED_VALUE = 1;

/** A measurement kept as an example. */
export interface ReadExemplar {
  readonly value: number;
  /** 0 where it is not said. */
  readonly timeMs: number;
  /** Hexadecimal; empty where there is none or it has another length. */
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: AttributeTable;
}

/** A data point of any kind while it is read; one object serves all points of a request. */
export class PointDraft {
  attributes = NO_ATTRIBUTES;
  /** Since when the value accumulates; 0 where it is not known. Whole milliseconds. */
  startMs = 0;
  timeMs = 0;
  flags = 0;
  /** Of gauges and sums. */
  value = 0;
  /** Of histograms and summaries. */
  count = 0;
  /** `undefined` where it was not recorded. */
  sum: number | undefined;
  bounds: readonly number[] = [];
  bucketCounts: readonly number[] = [];
  scale = 0;
  zeroCount = 0;
  zeroThreshold = 0;
  positive = NO_BUCKETS;
  negative = NO_BUCKETS;
  quantiles: (readonly [quantile: number, value: number])[] = [];
  exemplars: ReadExemplar[] = [];

  /** Whether the point says that there is no value any more. */
  get hasNoValue(): boolean {
    return (this.flags & NO_RECORDED_VALUE) !== 0;
  }

  clear(): void {
    this.attributes = NO_ATTRIBUTES;
    this.startMs = 0;
    this.timeMs = 0;
    this.flags = 0;
    this.value = 0;
    this.count = 0;
    this.sum = undefined;
    this.bounds = [];
    this.bucketCounts = [];
    this.scale = 0;
    this.zeroCount = 0;
    this.zeroThreshold = 0;
    this.positive = NO_BUCKETS;
    this.negative = NO_BUCKETS;
    if (this.quantiles.length > 0) this.quantiles = [];
    if (this.exemplars.length > 0) this.exemplars = [];
  }
}
