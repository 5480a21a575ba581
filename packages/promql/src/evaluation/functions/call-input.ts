import type { FunctionCall } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { executionError } from '../../errors/execution-error.ts';
import { gather } from '../stream/read-stream.ts';
import type { LazyValue, SeriesStream } from '../stream/series-stream.ts';
import { streamOf } from '../stream/series-stream.ts';
import type { InstantVector, RangeVector } from '../values/value.ts';

/** A call with its evaluated arguments. */
export interface CallInput {
  readonly context: EvaluationContext;
  readonly node: FunctionCall;
  readonly args: readonly LazyValue[];
}

/** Evaluates a call at all steps. */
export type FunctionImplementation = (input: CallInput) => LazyValue | Promise<LazyValue>;

/** Function implementations by name. */
export type FunctionFamily = Readonly<Record<string, FunctionImplementation>>;

/** Functions that look at vectors as a whole: their arguments are computed before. */
export function ofGathered(family: FunctionFamily): FunctionFamily {
  return Object.fromEntries(
    Object.entries(family).map(([name, implementation]) => [
      name,
      async (input: CallInput) => {
        const args: LazyValue[] = [];
        for (const arg of input.args) args.push(await gather(input.context, arg));
        return implementation({ ...input, args });
      },
    ]),
  );
}

/** A vector argument of a function that takes series one by one. */
export function streamArgument(input: CallInput, index: number): SeriesStream {
  const value = input.args[index];
  return value?.type === 'vector' || value?.type === 'stream' ? streamOf(value) : mismatch(input, index);
}

/** A vector argument of a function {@link ofGathered} vectors. */
export function vectorArgument(input: CallInput, index: number): InstantVector {
  const value = input.args[index];
  return value?.type === 'vector' ? value : mismatch(input, index);
}

/** One value per step. */
export function scalarArgument(input: CallInput, index: number): Float64Array {
  const value = input.args[index];
  return value?.type === 'scalar' ? value.values : mismatch(input, index);
}

/** The text of an argument. */
export function stringArgument(input: CallInput, index: number): string {
  const value = input.args[index];
  return value?.type === 'string' ? value.value : mismatch(input, index);
}

/** The range vector among the arguments; functions have at most one. */
export function rangeArgument(input: CallInput): RangeVector {
  const value = input.args.find(({ type }) => type === 'matrix');
  return value?.type === 'matrix' ? value : mismatch(input, 0);
}

/** Analysis has checked the types, so this is reached only by an expression that was not analysed. */
function mismatch({ node }: CallInput, index: number): never {
  throw executionError(`argument ${index + 1} of ${node.func} has the wrong type`, node.source);
}
