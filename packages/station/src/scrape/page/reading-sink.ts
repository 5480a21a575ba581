import type { ExposedExemplar, LabelSet, MetricMetadata, NativeHistogram } from '@telltale/model';

/** Receives what a target exposes. */
export interface ReadingSink {
  /** `name` is the name that queries use. */
  metadata(name: string, metadata: MetricMetadata): void;
  /**
   * A sample. `key` is the same for the same series in every reading; `labels` is only asked when
   * the key is new.
   */
  sample(key: string, labels: () => LabelSet, value: number): void;
  /** A sample that is a native histogram. */
  histogram(key: string, labels: () => LabelSet, histogram: NativeHistogram): void;
  /** An exemplar of a series that has a sample in this reading. */
  exemplar(key: string, exemplar: ExposedExemplar): void;
}
