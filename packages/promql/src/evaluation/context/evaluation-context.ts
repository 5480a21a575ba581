import type { Aggregation, Expr, MetricMetadata } from '@telltale/model';
import type { InstantVector, Value } from '../values/value.ts';
import type { StepGrid } from '../values/step-grid.ts';
import type { SelectorLoader } from './selector-loader.ts';
import type { Annotations } from './annotations.ts';
import type { Budget } from './budget.ts';

/**
 * How a selector's histograms are read: with what the store knows of their resets, or with every reset
 * named. `as-stored, throughout` is for all below, whatever is called there.
 */
export type ResetReading = 'as-stored' | 'named' | 'as-stored, throughout';

/** Computes several aggregations of one operand. */
export type AggregateTogether = (
  nodes: readonly Aggregation[],
) => Promise<ReadonlyMap<Aggregation, InstantVector>>;

/** Aggregations of a query that have their operand in common. */
export interface SharedAggregations {
  /** The result of a node, computed together with its siblings; `undefined` where it has none. */
  resultOf(node: Aggregation, aggregate: AggregateTogether): Promise<InstantVector | undefined>;
}

/** Results that several queries of one moment have in common. */
export interface CommonResults {
  /** The result of a node, computed where it is not known yet; `undefined` where nothing else needs it. */
  resultOf(
    node: Expr,
    reading: ResetReading,
    compute: () => Promise<Value>,
  ): Promise<Value> | Value | undefined;
}

/** What the evaluation of a node needs to know. Only `grid` differs inside a subquery. */
export interface EvaluationContext {
  readonly grid: StepGrid;
  readonly lookbackMs: number;
  /** Step of subqueries that name none. */
  readonly subqueryStepMs: number;
  /** Whether windows and lookback include their left edge, as before Prometheus 3. */
  readonly closedWindows: boolean;
  readonly loader: SelectorLoader;
  readonly budget: Budget;
  readonly annotations: Annotations;
  /** Where samples are counted by step; not inside subqueries, whose results are counted instead. */
  readonly samplesPerStep?: Float64Array | undefined;
  /** How resets of histograms are read; `as-stored` where nothing is said. */
  readonly resetReading?: ResetReading;
  /** Aggregations whose operand is read once; not inside subqueries. */
  readonly shared?: SharedAggregations | undefined;
  /** What queries of the same moment have in common; not inside subqueries. */
  readonly common?: CommonResults | undefined;
  readonly metadata: () => ReadonlyMap<string, MetricMetadata>;
}

/** Counts the samples of windows at each step, where they are asked for. */
export function countWindows(
  { samplesPerStep }: EvaluationContext,
  { from, to }: { readonly from: Int32Array; readonly to: Int32Array },
): void {
  if (!samplesPerStep) return;
  for (let step = 0; step < samplesPerStep.length; step++) samplesPerStep[step] += to[step] - from[step];
}

/** Counts one sample at each step that has one, where they are asked for. */
export function countPresent({ samplesPerStep }: EvaluationContext, present: Uint8Array): void {
  if (!samplesPerStep) return;
  for (let step = 0; step < samplesPerStep.length; step++) samplesPerStep[step] += present[step];
}
