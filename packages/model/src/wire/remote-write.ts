import type { NativeHistogram } from '../samples/native-histogram.ts';

/** Label names and values in the order of the names, `__name__` among them. */
export type RemoteWriteLabels = readonly (readonly [name: string, value: string])[];

/** A sample of a series. */
export interface RemoteWriteSample {
  readonly value: number;
  readonly timestampMs: number;
  /** Whether it is the marker that the series has ended; the value does not count then. */
  readonly isStale?: boolean;
}

/** One series of a remote-write request: samples, or native histograms. */
export interface RemoteWriteSeries {
  /** Or what `encodeRemoteWriteLabels` made of them. */
  readonly labels: RemoteWriteLabels | Uint8Array;
  /** Ascending in time. */
  readonly samples: readonly RemoteWriteSample[];
  readonly histograms?: readonly RemoteWriteHistogram[];
  /** Histograms as they are stored, ascending in time. */
  readonly nativeHistograms?: readonly {
    readonly histogram: NativeHistogram;
    readonly timestampMs: number;
  }[];
  readonly exemplars?: readonly {
    readonly labels: RemoteWriteLabels;
    readonly value: number;
    readonly timestampMs: number;
  }[];
}

/** Neighbouring buckets of a native histogram: the upper bound of bucket `i` is `base ** (offset + i)`. */
export interface NativeBucketRun {
  readonly offset: number;
  readonly counts: readonly number[];
}

/** A native histogram of whole counts; the base of its buckets is `2 ** (2 ** -schema)`. */
export interface RemoteWriteHistogram {
  readonly count: number;
  readonly sum: number;
  readonly schema: number;
  readonly zeroThreshold: number;
  readonly zeroCount: number;
  readonly positive: NativeBucketRun;
  readonly negative: NativeBucketRun;
  readonly timestampMs: number;
}

/** What is said about a metric. */
export interface RemoteWriteMetadata {
  readonly name: string;
  readonly type:
    | 'unknown'
    | 'counter'
    | 'gauge'
    | 'histogram'
    | 'gaugehistogram'
    | 'summary'
    | 'info'
    | 'stateset';
  readonly help: string;
  readonly unit: string;
}

/** A remote-write 1.0 request. */
export interface RemoteWriteRequest {
  readonly series: readonly RemoteWriteSeries[];
  readonly metadata: readonly RemoteWriteMetadata[];
}
