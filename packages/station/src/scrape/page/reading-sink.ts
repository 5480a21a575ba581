import type { ExposedExemplar, LabelSet, MetricMetadata, NativeHistogram } from '@telltale/model';

/** What a page says of a sample beside its value. */
export interface SampleDetails {
  readonly timestampMs?: number | undefined;
  /** Names of labels that stand on the page with an empty value: they say that the series has none of the target. */
  readonly emptyLabels?: () => readonly string[];
}

/** Receives what a target exposes. */
export interface ReadingSink {
  /** `name` is the name that queries use. */
  metadata(name: string, metadata: MetricMetadata): void;
  /**
   * A sample. `key` is the same for the same series in every reading; `labels` is only asked when
   * the key is new.
   */
  sample(key: string, labels: () => LabelSet, value: number, details?: SampleDetails): void;
  /** A sample that is a native histogram. */
  histogram(key: string, labels: () => LabelSet, histogram: NativeHistogram, details?: SampleDetails): void;
  /** An exemplar of a series that has a sample in this reading. */
  exemplar(key: string, exemplar: ExposedExemplar): void;
  /** Says of the reading, for people, what its samples alone do not; empty where there is nothing to say. */
  note?(text: string): void;
  /** For readers that know a series again without its key; not every sink has it. */
  readonly memory?: SeriesMemory;
}

/** A series that a sink knows. */
export interface SeriesHandle {
  /** For the reader: where it last met the series; -1 at first. */
  place: number;
}

/** The series that a sink knows from earlier readings. */
export interface SeriesMemory {
  find(key: string): SeriesHandle | undefined;
  /** Takes a sample without a time of its own; false where the series is known no longer. */
  sample(series: SeriesHandle, value: number): boolean;
}
