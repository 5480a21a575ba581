import type { MetricMetadata } from '../../contracts/query-service.ts';
import type { NativeHistogram } from '../../samples/native-histogram.ts';
import type { RecordProblem } from '../../logs/record-problem.ts';
import type { RemoteWriteLabels } from '../remote-write.ts';
import type { RepeatedPart } from '../otlp/metrics/repeated-part.ts';

/** An exemplar of a series. */
export interface PushedExemplar {
  readonly labels: RemoteWriteLabels;
  readonly value: number;
  readonly timestampMs: number;
}

/** Receives a remote-write request series by series, its labels before its samples. */
export interface RemoteWriteSink {
  /** A series whose samples follow. What it returns is why they are left out; they are not received then. */
  series(labels: RepeatedPart<RemoteWriteLabels>): RecordProblem | undefined;
  sample(timestampMs: number, value: number): void;
  /** The series has ended. */
  stale(timestampMs: number): void;
  histogram(timestampMs: number, histogram: NativeHistogram): void;
  exemplar(exemplar: PushedExemplar): void;
  metadata(name: string, metadata: MetricMetadata): void;
}
