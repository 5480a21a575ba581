import type { Expr } from '@telltale/model';
import { inferAggregation } from './infer-aggregation.ts';
import { inferBinary } from './infer-binary.ts';
import { inferCall } from './infer-call.ts';
import type { SelectorKnowledge } from './infer-selector.ts';
import { inferSelector } from './infer-selector.ts';
import type { Inferred } from './inferred.ts';
import { UNKNOWN_VECTOR, withRange } from './inferred.ts';
import { LabelShape } from './label-shape.ts';
import { exactly } from './value-range.ts';

/** A recording rule: what it computes and the labels it adds. */
export interface Recording {
  readonly expr: Expr | undefined;
  readonly labels: readonly string[];
}

/** Says of every part of an expression what is known of its result. */
export interface Inference {
  /** The same node gives the same object. */
  readonly of: (expr: Expr) => Inferred;
}

/** Recording rules of recording rules deeper than this are as good as unknown. */
const MAX_DEPTH = 20;

/** An inference over the metrics of a catalogue and the recording rules in sight, by name. */
export function createInference(
  { catalogue, targetLabels }: Omit<SelectorKnowledge, 'recorded'>,
  recordings: ReadonlyMap<string, readonly Recording[]>,
): Inference {
  const known = new WeakMap<Expr, Inferred>();
  const results = new Map<string, Inferred>();
  let depth = 0;
  const recorded = (name: string): Inferred | undefined => {
    const rules = recordings.get(name);
    if (!rules) return undefined;
    const result = results.get(name);
    if (result) return result;
    if (depth > MAX_DEPTH) return UNKNOWN_VECTOR;
    // A rule that reads what it writes sees, for itself, something unknown.
    results.set(name, UNKNOWN_VECTOR);
    depth++;
    const all = rules.map(({ expr, labels }) => withLabels(expr ? of(expr) : UNKNOWN_VECTOR, labels));
    depth--;
    const merged = all.slice(1).reduce(either, all[0] ?? UNKNOWN_VECTOR);
    results.set(name, merged);
    return merged;
  };
  const knowledge: SelectorKnowledge = { catalogue, targetLabels, recorded };
  const of = (expr: Expr): Inferred => {
    const result = known.get(expr) ?? infer(expr, of, knowledge);
    known.set(expr, result);
    return result;
  };
  return { of };
}

function infer(expr: Expr, of: (expr: Expr) => Inferred, knowledge: SelectorKnowledge): Inferred {
  switch (expr.kind) {
    case 'number':
      return {
        ...withRange(UNKNOWN_VECTOR, exactly(expr.value)),
        type: 'scalar',
        labels: LabelShape.only([]),
      };
    case 'string':
      return { ...UNKNOWN_VECTOR, type: 'string', labels: LabelShape.only([]) };
    case 'vector':
      return inferSelector(expr, knowledge);
    case 'matrix':
      return of(expr.selector);
    case 'subquery':
    case 'paren':
      return of(expr.expr);
    case 'call':
      return inferCall(expr, expr.args.map(of));
    case 'aggregation':
      return inferAggregation(expr, of(expr.expr));
    case 'binary':
      return inferBinary(expr, of(expr.left), of(expr.right));
    case 'unary':
      return expr.op === '-' ? negated(of(expr.expr)) : of(expr.expr);
  }
}

function negated(operand: Inferred): Inferred {
  const { min, max } = operand.range;
  return withRange({ ...operand, nature: 'unknown' }, { min: -max, max: -min });
}

function withLabels(result: Inferred, labels: readonly string[]): Inferred {
  return { ...result, type: 'vector', labels: result.labels.add(labels, true) };
}

function either(a: Inferred, b: Inferred): Inferred {
  const { unit, ...rest } = a;
  return {
    ...rest,
    ...(unit !== undefined && unit === b.unit && { unit }),
    labels: a.labels.or(b.labels),
    nature: a.nature === b.nature ? a.nature : 'unknown',
    range: { min: Math.min(a.range.min, b.range.min), max: Math.max(a.range.max, b.range.max) },
    usual: { min: Math.min(a.usual.min, b.usual.min), max: Math.max(a.usual.max, b.usual.max) },
    isMeasured: a.isMeasured || b.isMeasured,
  };
}
