import type { LabelSet } from '../labels/label-set.ts';
import type { SeriesId } from './metric-appender.ts';
import type { SelectRequest } from './series-source.ts';

/** One measurement that stands for the others of its series, usually with the id of its trace. */
export interface Exemplar {
  readonly labels: LabelSet;
  readonly value: number;
  readonly timestampMs: number;
}

/** Exemplars of one series, ascending in time. */
export interface SeriesExemplars {
  readonly labels: LabelSet;
  readonly exemplars: readonly Exemplar[];
}

/** Keeps the newest exemplars; how many is bounded. */
export interface ExemplarStore {
  /** Takes an exemplar unless it is not newer than, or equal to, the last one of its series. */
  appendExemplar(id: SeriesId, exemplar: Exemplar): boolean;
  /** Matching series that have exemplars in the range. */
  exemplars(request: SelectRequest): Promise<SeriesExemplars[]>;
}
