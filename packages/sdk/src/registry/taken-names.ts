/** What a metric of a kind adds to its name in the names of its samples. */
const SUFFIXES: ReadonlyMap<string, readonly string[]> = new Map([
  ['histogram', ['_bucket', '_sum', '_count']],
  ['summary', ['_sum', '_count']],
]);

/** The name of a metric and those of its samples. */
export function sampleNames(name: string, kind: string): readonly string[] {
  return [name, ...(SUFFIXES.get(kind) ?? []).map((suffix) => name + suffix)];
}

/** Names of metrics and of their samples: where two metrics share one, no reader can tell them apart. */
export class TakenNames {
  readonly #names: Set<string>;

  /** Begins with the names that others have. */
  constructor(others?: TakenNames) {
    this.#names = new Set(others ? others.#names : []);
  }

  /** Takes the names that a metric needs; `false` where one of them is taken. */
  take(name: string, kind: string): boolean {
    const needed = sampleNames(name, kind);
    if (needed.some((one) => this.#names.has(one))) return false;
    for (const one of needed) this.#names.add(one);
    return true;
  }
}
