import type { Expr } from '@telltale/model';
import type { CommonResults, ResetReading } from '../evaluation/context/evaluation-context.ts';
import type { Value } from '../evaluation/values/value.ts';
import type { CommonPart } from './common-parts.ts';

/** Values that are kept at most; what comes after is computed for each query. Some tens of megabytes. */
const MAX_KEPT_VALUES = 2_000_000;

type ByReading = Map<ResetReading, Value>;

/** The results of the common parts of a plan at one moment. */
export class MomentResults implements CommonResults {
  readonly #parts: ReadonlyMap<Expr, CommonPart>;
  readonly #results = new Map<CommonPart, ByReading>();
  #kept = 0;

  constructor(parts: ReadonlyMap<Expr, CommonPart>) {
    this.#parts = parts;
  }

  resultOf(
    node: Expr,
    reading: ResetReading,
    compute: () => Promise<Value>,
  ): Promise<Value> | Value | undefined {
    const part = this.#parts.get(node);
    if (!part) return undefined;
    return this.#results.get(part)?.get(reading) ?? this.#compute(part, reading, compute);
  }

  /** Forgets what was read of a metric, and what was computed of that. */
  forget(metricName: string): void {
    for (const part of this.#results.keys()) if (part.reads(metricName)) this.#results.delete(part);
  }

  async #compute(part: CommonPart, reading: ResetReading, compute: () => Promise<Value>): Promise<Value> {
    const value = await compute();
    this.#kept += sizeOf(value);
    if (this.#kept > MAX_KEPT_VALUES) return value;
    const known = this.#results.get(part);
    if (known) known.set(reading, value);
    else this.#results.set(part, new Map([[reading, value]]));
    return value;
  }
}

function sizeOf(value: Value): number {
  switch (value.type) {
    case 'vector':
      return value.series.length;
    case 'matrix': {
      let samples = 0;
      for (const { values } of value.series) samples += values.length;
      return samples;
    }
    default:
      return 1;
  }
}
