import type { Aggregation, BinaryExpr, Expr, FunctionCall, Subquery, UnaryExpr } from '@telltale/model';
import { printExpr, quoteText, visitExpr } from '@telltale/model';
import { aggregate, aggregateTogether } from './aggregation/aggregate.ts';
import { combine } from './binary/combine.ts';
import { isTrim } from './binary/sample-operation.ts';
import type { EvaluationContext } from './context/evaluation-context.ts';
import { executionError } from '../errors/execution-error.ts';
import { PromqlError } from '../errors/promql-error.ts';
import { extendedCall } from './extended/extended-call.ts';
import { extendedMatrix } from './extended/extended-matrix.ts';
import { selectSmoothed } from './extended/select-smoothed.ts';
import { FUNCTION_IMPLEMENTATIONS } from './functions/function-registry.ts';
import { addInfo } from './info/add-info.ts';
import { resetReadingWithin } from './native/named-resets.ts';
import { negateHistograms } from './native/scale.ts';
import { selectInstant } from './selection/select-instant.ts';
import { selectRange } from './selection/select-range.ts';
import { selectSubquery } from './selection/select-subquery.ts';
import { mapColumns } from './stream/map-columns.ts';
import { gather } from './stream/read-stream.ts';
import { gatherWindows } from './stream/gather-windows.ts';
import type { LazyValue, SeriesStream } from './stream/series-stream.ts';
import { streamOf } from './stream/series-stream.ts';
import type { InstantVector, Value } from './values/value.ts';

/** Evaluates an expression that was analysed before, at all steps of the context's grid. */
export async function evaluate(context: EvaluationContext, expr: Expr): Promise<Value> {
  return gatherAny(context, await evaluateLazily(context, expr));
}

function gatherAny(context: EvaluationContext, value: LazyValue): Promise<Value> {
  return value.type === 'matrix' ? gatherWindows(context, value) : gather(context, value);
}

/** Evaluates an expression, but for vectors that are computed while they are read. */
async function evaluateLazily(context: EvaluationContext, expr: Expr): Promise<LazyValue> {
  context.budget.check();
  const common = context.common?.resultOf(expr, context.resetReading ?? 'as-stored', async () =>
    gatherAny(context, await evaluateNode(context, expr)),
  );
  return common ?? evaluateNode(context, expr);
}

function evaluateNode(context: EvaluationContext, expr: Expr): LazyValue | Promise<LazyValue> {
  return visitExpr<LazyValue | Promise<LazyValue>>(expr, {
    number: ({ value }) => ({ type: 'scalar', values: new Float64Array(context.grid.count).fill(value) }),
    string: ({ value }) => ({ type: 'string', value }),
    paren: (node) => evaluateLazily(context, node.expr),
    vector: (node) =>
      node.extended === 'smoothed' ? selectSmoothed(context, node) : selectInstant(context, node),
    matrix: (node) => {
      const { extended } = node.selector;
      return extended ? extendedMatrix(context, node, extended) : selectRange(context, node);
    },
    subquery: (node) => evaluateSubquery(context, node),
    call: (node) => evaluateCall(context, node),
    aggregation: (node) => evaluateAggregation(context, node),
    binary: (node) => evaluateBinary(context, node),
    unary: (node) => evaluateUnary(context, node),
  });
}

/** Evaluates an expression that is known to be an instant vector. */
async function evaluateVector(context: EvaluationContext, expr: Expr): Promise<InstantVector> {
  const value = await evaluate(context, expr);
  if (value.type !== 'vector')
    throw executionError(`instant vector expected, got ${value.type}`, expr.source);
  return value;
}

async function evaluateBinary(context: EvaluationContext, node: BinaryExpr): Promise<LazyValue> {
  const inner = isTrim(node.op) ? { ...context, resetReading: 'as-stored, throughout' as const } : context;
  const left = await evaluateLazily(inner, node.left);
  return combine(context, node, left, await evaluateLazily(inner, node.right));
}

function evaluateSubquery(context: EvaluationContext, node: Subquery): Promise<Value> {
  const resetReading = 'as-stored, throughout';
  return selectSubquery(context, node, (inner) => evaluateVector({ ...inner, resetReading }, node.expr));
}

async function evaluateCall(context: EvaluationContext, node: FunctionCall): Promise<LazyValue> {
  // Its second argument is no selector that is evaluated, only a filter.
  if (node.func === 'info') return addInfo(context, node, await evaluateVector(context, node.args[0]));
  const implementation = FUNCTION_IMPLEMENTATIONS.get(node.func);
  if (!implementation) {
    const text = printExpr(node);
    const reason = `function ${quoteText(node.func)} is not evaluated by this version`;
    throw new PromqlError('TT_QUERY_UNSUPPORTED', reason, text, { start: 0, end: node.func.length });
  }
  if (node.func === 'timestamp') {
    const selector = unwrapped(node.args[0]);
    // Only a selector still knows when its samples were taken.
    if (selector.kind === 'vector') return withoutNames(await selectInstant(context, selector, 'timestamp'));
  }
  for (const arg of node.args) {
    const range = unwrapped(arg);
    const extended = range.kind === 'matrix' ? range.selector.extended : undefined;
    if (range.kind === 'matrix' && extended) return extendedCall(context, node, range, extended);
  }
  const args: LazyValue[] = [];
  const resetReading = resetReadingWithin(node, context.resetReading ?? 'as-stored');
  const evaluateArgument = OF_TIMES.has(node.func) ? evaluateTimes : evaluateLazily;
  for (const arg of node.args) args.push(await evaluateArgument({ ...context, resetReading }, arg));
  return implementation({ context, node, args });
}

/** What does not look at samples, only at where there are any. */
const OF_TIMES: ReadonlySet<string> = new Set([
  'absent',
  'absent_over_time',
  'count_over_time',
  'present_over_time',
  'ts_of_first_over_time',
  'ts_of_last_over_time',
]);
const COUNTS: ReadonlySet<Aggregation['op']> = new Set<Aggregation['op']>(['count', 'group']);

/** Evaluates an expression whose values nobody looks at: of a selector they are not even read. */
function evaluateTimes(context: EvaluationContext, expr: Expr): Promise<LazyValue> {
  const node = unwrapped(expr);
  if (node.kind === 'vector' && !node.extended) return selectInstant(context, node, 'presence');
  if (node.kind === 'matrix' && !node.selector.extended) return selectRange(context, node, 'times');
  return evaluateLazily(context, node);
}

function withoutNames(stream: SeriesStream): SeriesStream {
  return {
    type: 'stream',
    *series(columns) {
      for (const item of stream.series(columns)) yield { ...item, dropName: true };
    },
  };
}

function unwrapped(expr: Expr): Expr {
  return expr.kind === 'paren' ? unwrapped(expr.expr) : expr;
}

async function evaluateAggregation(context: EvaluationContext, node: Aggregation): Promise<Value> {
  const shared = await context.shared?.resultOf(node, async (nodes) =>
    aggregateTogether(context, nodes, await evaluateOperand(context, node)),
  );
  if (shared) return shared;
  const param = node.param && (await evaluate(context, node.param));
  return aggregate(context, node, await evaluateOperand(context, node), param);
}

async function evaluateOperand(context: EvaluationContext, node: Aggregation): Promise<SeriesStream> {
  const evaluateSeries = COUNTS.has(node.op) ? evaluateTimes : evaluateLazily;
  const operand = await evaluateSeries(context, node.expr);
  if (operand.type !== 'vector' && operand.type !== 'stream')
    throw executionError(`instant vector expected, got ${operand.type}`, node.expr.source);
  return streamOf(operand);
}

async function evaluateUnary(context: EvaluationContext, node: UnaryExpr): Promise<LazyValue> {
  const value = await evaluateLazily(context, node.expr);
  if (node.op === '+') return value;
  switch (value.type) {
    case 'scalar':
      return { type: 'scalar', values: value.values.map((item) => -item) };
    case 'vector':
    case 'stream':
      return negate(context, streamOf(value));
    default:
      throw executionError(`cannot negate a ${value.type}`, node.source);
  }
}

function negate(context: EvaluationContext, stream: SeriesStream): SeriesStream {
  return mapColumns(context, stream, ({ labels, values, present, histograms }, column) => {
    for (let step = 0; step < values.length; step++) column.values[step] = -values[step];
    column.present.set(present);
    const negated = histograms && { histograms: negateHistograms(histograms) };
    return { labels, dropName: true, ...column, ...negated };
  });
}
