import type { Column } from '../values/value.ts';

/** Folds the columns of a group, one series after the other, all steps at once. */
export interface Accumulator {
  add(column: Column): void;
  /** The result; called once, after the last column. A promise where that is the larger part of the work. */
  finish(): Column | Promise<Column>;
}
