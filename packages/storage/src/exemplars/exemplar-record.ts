/** An exemplar as the writer thread keeps it. */
export interface ExemplarRecord {
  /** Ascending in the order the exemplars came. */
  readonly number: number;
  readonly seriesId: number;
  readonly timestampMs: number;
  readonly value: number;
  readonly labelsJson: string;
}
