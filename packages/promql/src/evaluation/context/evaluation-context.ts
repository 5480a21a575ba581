import type { MetricMetadata } from '@telltale/model';
import type { StepGrid } from '../values/step-grid.ts';
import type { SelectorLoader } from './selector-loader.ts';
import type { Annotations } from './annotations.ts';
import type { Budget } from './budget.ts';

/** What the evaluation of a node needs to know. Only `grid` differs inside a subquery. */
export interface EvaluationContext {
  readonly grid: StepGrid;
  /** The grid of the whole query, which `start()` and `end()` refer to. */
  readonly queryGrid: StepGrid;
  readonly lookbackMs: number;
  /** Step of subqueries that name none. */
  readonly subqueryStepMs: number;
  /** Whether windows and lookback include their left edge, as before Prometheus 3. */
  readonly closedWindows: boolean;
  readonly loader: SelectorLoader;
  readonly budget: Budget;
  readonly annotations: Annotations;
  readonly metadata: () => ReadonlyMap<string, MetricMetadata>;
}

/** The last time of the whole query. */
export function queryEndMs({ queryGrid }: EvaluationContext): number {
  return queryGrid.startMs + (queryGrid.count - 1) * queryGrid.stepMs;
}
