import { compileTraceQuery } from '@telltale/model';
import type { CompileRegexp, Span, TraceStore } from '@telltale/model';
import type { TraceComparisonResponse } from '../../contract.ts';
import { compareAttributes } from './compare-attributes.ts';
import type { OperationFigures } from './compare-operations.ts';
import { compareOperations, figuresOfRange, figuresOfTraces } from './compare-operations.ts';
import type { TraceSample, TraceSelection } from './trace-sample.ts';
import { sampleTraces } from './trace-sample.ts';

/** What {@link compareTraces} takes. */
export interface TraceComparison {
  /** The traces that are asked about. */
  readonly selection: TraceSelection;
  /** What they are held against; traces that the selection means too are left out. */
  readonly baseline: TraceSelection;
  /** Traces of each that are looked at. */
  readonly limit: number;
}

/**
 * What is different between two sets of traces: how often their operations are called, fail and how long they take,
 * and which values of attributes one has more often.
 */
export async function compareTraces(
  store: TraceStore,
  { selection, baseline, limit }: TraceComparison,
  compileRegexp: CompileRegexp,
  signal: AbortSignal,
): Promise<TraceComparisonResponse> {
  const isSelected = selectionTest(selection, compileRegexp);
  const [selected, held] = await Promise.all([
    sampleTraces(store, selection, { limit, signal }),
    sampleTraces(store, baseline, { limit, isWanted: (spans) => !isSelected(spans), signal }),
  ]);
  // Stores count all calls by range, but not those of a query.
  const isByRange = isOfAll(selection) && isOfAll(baseline);
  const figuresOf = async (of: TraceSelection, { traces }: TraceSample): Promise<OperationFigures> =>
    isByRange ? figuresOfRange(await store.operations(of.range, signal), of.range) : figuresOfTraces(traces);
  const operations = await Promise.all([figuresOf(selection, selected), figuresOf(baseline, held)]);
  return {
    selection: { traces: selected.traces.length, isComplete: selected.isComplete },
    baseline: { traces: held.traces.length, isComplete: held.isComplete },
    callsPer: isByRange ? 'second' : 'trace',
    operations: compareOperations(...operations),
    attributes: compareAttributes(selected.traces, held.traces),
  };
}

function isOfAll({ query }: TraceSelection): boolean {
  return Object.keys(query).length === 0;
}

/** Whether a selection means a trace: one of its spans is in the range and matches. */
function selectionTest(
  { query, range }: TraceSelection,
  compileRegexp: CompileRegexp,
): (spans: readonly Span[]) => boolean {
  const matches = compileTraceQuery(query, compileRegexp);
  return (spans) =>
    spans.some((span) => span.startMs >= range.startMs && span.startMs < range.endMs && matches(span));
}
