import type { Exemplar } from '@telltale/model';

/** An exemplar as the writer thread keeps it. */
export interface ExemplarRecord {
  /** Ascending in the order the exemplars came. */
  readonly number: number;
  readonly seriesId: number;
  readonly timestampMs: number;
  readonly value: number;
  readonly labelsJson: string;
}

/** An exemplar with its place among all that were taken. */
export interface NumberedExemplar {
  readonly number: number;
  readonly seriesId: number;
  readonly exemplar: Exemplar;
}
