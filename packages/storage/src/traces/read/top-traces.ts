import type { TraceSearch, TraceSummary } from '@telltale/model';

/** The first of all traces found so far, in the order that is asked for. */
export class TopTraces {
  readonly #limit: number;
  readonly #compare: (a: TraceSummary, b: TraceSummary) => number;
  readonly #traces: TraceSummary[] = [];

  constructor({ limit, order }: Pick<TraceSearch, 'limit' | 'order'>) {
    this.#limit = limit;
    this.#compare = order === 'slowest' ? slowestFirst : newestFirst;
  }

  get traces(): TraceSummary[] {
    return this.#traces;
  }

  /** The last one, when there are as many as are wanted: what comes after it is not. */
  get last(): TraceSummary | undefined {
    return this.#traces.length < this.#limit ? undefined : this.#traces.at(-1);
  }

  add(trace: TraceSummary): void {
    let low = 0;
    let high = this.#traces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(this.#traces[middle], trace) < 0) low = middle + 1;
      else high = middle;
    }
    this.#traces.splice(low, 0, trace);
    if (this.#traces.length > this.#limit) this.#traces.pop();
  }
}

function newestFirst(a: TraceSummary, b: TraceSummary): number {
  return b.startMs - a.startMs || (a.traceId < b.traceId ? -1 : 1);
}

function slowestFirst(a: TraceSummary, b: TraceSummary): number {
  return b.durationMs - a.durationMs || newestFirst(a, b);
}
