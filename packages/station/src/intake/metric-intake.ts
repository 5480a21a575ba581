import type { ExemplarStore, MetricAppender, MetricMetadata } from '@telltale/model';
import type { OtlpMetricsOutcome, RemoteWriteOutcome } from '@telltale/model/wire';
import type { IntakeSource } from './intake-observer.ts';

/** What keeps samples that are pushed. */
export interface SampleStore {
  readonly appender: MetricAppender;
  readonly exemplars: ExemplarStore;
  readonly onMetadata: (name: string, metadata: MetricMetadata) => void;
  /** Resolves when everything appended so far survives the death of the process. */
  readonly flush: () => Promise<void>;
}

/** What was made of a remote-write request. */
export interface RemoteWritten extends RemoteWriteOutcome {
  /** Samples that the store refused. */
  readonly refused: number;
}

/** Takes metrics that programs push. What is answered is kept: both resolve when the samples survive a crash. */
export interface MetricIntake {
  /** @throws TelltaleError `TT_OTLP` for a request that cannot be read, `TT_DATA_FOLDER` when the disk refuses */
  takeOtlp(form: 'protobuf' | 'json', bytes: Buffer, source: IntakeSource): Promise<OtlpMetricsOutcome>;
  /**
   * Takes a remote-write request, decompressed.
   *
   * @throws TelltaleError `TT_REMOTE_WRITE` for one that cannot be read, `TT_DATA_FOLDER` when the disk refuses
   */
  takeRemoteWrite(bytes: Buffer): Promise<RemoteWritten>;
}
