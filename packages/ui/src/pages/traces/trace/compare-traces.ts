import type { TraceTree } from './span-tree.ts';
import { operationFigures, operationKey } from './trace-figures.ts';
import type { OperationFigures } from './trace-figures.ts';

/** An operation in two traces; absent where a trace has none of it. */
export interface ComparedTraces {
  readonly service: string;
  readonly operation: string;
  readonly one: OperationFigures | undefined;
  readonly other: OperationFigures | undefined;
  /** How much more of its own time it took in the first. */
  readonly moreMs: number;
}

/** Operations of two traces, those that differ most first. */
export function compareTraces(tree: TraceTree, otherTree: TraceTree): readonly ComparedTraces[] {
  const [ones, others] = [tree, otherTree].map(
    (each) => new Map(operationFigures(each).map((one) => [operationKey(one.service, one.operation), one])),
  );
  return [...new Set([...ones.keys(), ...others.keys()])]
    .flatMap((key): ComparedTraces[] => {
      const [one, other] = [ones.get(key), others.get(key)];
      const named = one ?? other;
      if (!named) return [];
      const { service, operation } = named;
      return [{ service, operation, one, other, moreMs: (one?.selfMs ?? 0) - (other?.selfMs ?? 0) }];
    })
    .sort((a, b) => Math.abs(b.moreMs) - Math.abs(a.moreMs));
}
