/** What there is at a moment, as far as a later review compares with it. */
export interface ReviewSnapshot {
  readonly takenMs: number;
  /** Of which server or folder. */
  readonly of: string;
  readonly metrics: Readonly<Record<string, SnapshotMetric>>;
  readonly targets: readonly SnapshotTarget[];
}

/** The series of one name. */
export interface SnapshotMetric {
  readonly series: number;
  /** Names of their labels, sorted; of a metric with many series those of some of them. */
  readonly labels: readonly string[];
}

/** What is scraped. */
export interface SnapshotTarget {
  readonly job: string;
  readonly instance: string;
  readonly isUp: boolean;
}
