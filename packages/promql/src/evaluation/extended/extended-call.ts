import type { FunctionCall, MatrixSelector } from '@telltale/model';
import { executionError } from '../../errors/execution-error.ts';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { FUNCTION_IMPLEMENTATIONS } from '../functions/function-registry.ts';
import type { LazyValue } from '../stream/series-stream.ts';
import { anchoredRange } from './anchored-range.ts';
import type { ChangeKind } from './extended-change.ts';
import { extendedChange } from './extended-change.ts';
import type { Extension } from './extended-window.ts';
import { selectExtended } from './select-extended.ts';

const CHANGES: ReadonlyMap<string, ChangeKind> = new Map([
  ['delta', { isCounter: false, perSecond: false }],
  ['increase', { isCounter: true, perSecond: false }],
  ['rate', { isCounter: true, perSecond: true }],
]);
/** Functions of neighbouring samples, to which an anchor is one sample more. */
const PAIRS: readonly string[] = ['changes', 'resets'];

/** Evaluates a function of an extended range. */
export async function extendedCall(
  context: EvaluationContext,
  node: FunctionCall,
  selector: MatrixSelector,
  extension: Extension,
): Promise<LazyValue> {
  const change = CHANGES.get(node.func);
  const pairs =
    extension === 'anchored' && PAIRS.includes(node.func) && FUNCTION_IMPLEMENTATIONS.get(node.func);
  if (!change && !pairs) refuse(node, extension);
  const range = await selectExtended(context, selector);
  if (change) return extendedChange({ context, node, args: [range] }, change, extension);
  return pairs ? pairs({ context, node, args: [anchoredRange(range)] }) : range;
}

function refuse({ func, source }: FunctionCall, extension: Extension): never {
  const allowed = [...CHANGES.keys(), ...(extension === 'anchored' ? PAIRS : [])].sort().join(', ');
  throw executionError(
    `${extension} modifier can only be used with: ${allowed} - not with ${func}`,
    source,
    'Use one of these functions, or leave the modifier out.',
  );
}
