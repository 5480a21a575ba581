import type { LabelSet, MetricMetadata, VectorSelector } from '@telltale/model';

/** Which samples are exported. */
export interface ExportSelection {
  /** Series that any of them selects; all series where there is none. */
  readonly selectors: readonly VectorSelector[];
  /** First and last moment, both inclusive. */
  readonly startMs: number;
  readonly endMs: number;
}

/** Samples of one series, ascending. */
export interface ExportedSamples {
  readonly timestamps: ArrayLike<number>;
  readonly values: ArrayLike<number>;
  /** Native histograms among them, which OpenMetrics text cannot say: not in the columns. */
  readonly histograms: number;
  /** Markers that say that a series has ended, which the text cannot say either. */
  readonly staleMarkers: number;
}

/** Where an export reads from. */
export interface ExportSource {
  /** What the source is, for messages. */
  readonly name: string;
  series(): Promise<LabelSet[]>;
  /** The samples of a series, in one piece or several, ascending. */
  samples(labels: LabelSet): AsyncIterable<ExportedSamples>;
  metadata(): Promise<ReadonlyMap<string, MetricMetadata>>;
  close(): Promise<void>;
}
