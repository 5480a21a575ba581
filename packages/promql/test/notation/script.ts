import type { Expectation } from './expectation.ts';
import type { SeriesLine } from './series-notation.ts';

/** Adds series to the data; value k of a series is at k × step. */
export interface LoadCommand {
  readonly kind: 'load';
  readonly stepMs: number;
  /** Whether the series are also to be had as native histograms with custom buckets. */
  readonly withHistograms: boolean;
  readonly series: readonly SeriesLine[];
  /** Whether `@st` lines say since when samples count. */
  readonly hasStartTimes: boolean;
}

/** When a query is evaluated: from, to, and how far apart. */
export interface EvalTimes {
  readonly startMs: number;
  readonly endMs: number;
  /** 0 for an instant query. */
  readonly stepMs: number;
}

/** Evaluates a query and says what comes out. */
export interface EvalCommand extends EvalTimes {
  readonly kind: 'eval';
  readonly line: number;
  readonly query: string;
  readonly expectations: readonly Expectation[];
  /** The string that comes out. */
  readonly text?: string;
  readonly scalar?: number;
  /** The timestamps an instant query that returns a range vector must have. */
  readonly rangeVector?: EvalTimes;
  readonly series: readonly SeriesLine[];
}

/** A command that nobody can read, and why. */
export interface UnreadableCommand {
  readonly kind: 'unreadable';
  readonly line: number;
  readonly head: string;
  readonly reason: string;
}

/** What a script consists of. */
export type Command = { readonly kind: 'clear' } | LoadCommand | EvalCommand | UnreadableCommand;
