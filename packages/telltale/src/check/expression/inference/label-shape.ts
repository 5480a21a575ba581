const NONE: ReadonlySet<string> = new Set();

/** Which labels the series of a result can have. Immutable; `__name__` is not among them. */
export class LabelShape {
  /** Labels that may be there; absent where any label may, but for `#without`. */
  readonly all: ReadonlySet<string> | undefined;
  /** Labels that every series has. */
  readonly always: ReadonlySet<string>;
  readonly #without: ReadonlySet<string>;
  readonly #named: ReadonlySet<string>;
  /** What may be there beside `all`, such as the labels of targets. */
  readonly #others: ((label: string) => boolean) | undefined;

  private constructor(
    all: ReadonlySet<string> | undefined,
    always: ReadonlySet<string>,
    without: ReadonlySet<string> = NONE,
    others?: (label: string) => boolean,
  ) {
    this.all = others ? undefined : all;
    this.always = always;
    this.#without = without;
    this.#others = others ?? (all ? undefined : () => true);
    this.#named = all ?? NONE;
  }

  /** Any labels at all. */
  static any(): LabelShape {
    return new LabelShape(undefined, NONE);
  }

  /** No labels but these. */
  static only(labels: Iterable<string>, always: Iterable<string> = []): LabelShape {
    return new LabelShape(new Set(labels), new Set(always));
  }

  /** These labels, and those for which `others` says so. */
  static among(labels: Iterable<string>, others: (label: string) => boolean): LabelShape {
    return new LabelShape(new Set(labels), NONE, NONE, others);
  }

  /** Whether a series may have the label. */
  mayHave(label: string): boolean {
    if (this.always.has(label)) return true;
    if (this.#without.has(label)) return false;
    return this.#named.has(label) || (this.#others?.(label) ?? false);
  }

  /** Keeps only these: `by (…)`. */
  keep(labels: readonly string[]): LabelShape {
    const kept = labels.filter((label) => this.mayHave(label));
    return LabelShape.only(
      kept,
      kept.filter((label) => this.always.has(label)),
    );
  }

  /** Takes these away: `without (…)`. */
  drop(labels: Iterable<string>): LabelShape {
    const gone = new Set(labels);
    const always = new Set([...this.always].filter((label) => !gone.has(label)));
    if (this.all)
      return LabelShape.only(
        [...this.all].filter((label) => !gone.has(label)),
        always,
      );
    return new LabelShape(this.#named, always, new Set([...this.#without, ...gone]), this.#others);
  }

  /** With labels that may be there now, or are there now for certain. */
  add(labels: Iterable<string>, isAlways = false): LabelShape {
    const added = new Set(labels);
    const without = new Set([...this.#without].filter((label) => !added.has(label)));
    const always = isAlways ? new Set([...this.always, ...added]) : this.always;
    return new LabelShape(new Set([...this.#named, ...added]), always, without, this.#others);
  }

  /** What series of either shape may have. */
  or(other: LabelShape): LabelShape {
    const always = new Set([...this.always].filter((label) => other.always.has(label)));
    const named = new Set([...this.#named, ...this.always, ...other.#named, ...other.always]);
    if (this.all && other.all) return new LabelShape(named, always);
    const others = (label: string): boolean => this.mayHave(label) || other.mayHave(label);
    return new LabelShape(named, always, NONE, others);
  }

  /** What series that both sides have in common may have. */
  and(other: LabelShape): LabelShape {
    const always = new Set([...this.always, ...other.always]);
    const closed = this.all ?? other.all;
    const mayHave = (label: string): boolean => this.mayHave(label) && other.mayHave(label);
    if (closed) return LabelShape.only([...closed].filter(mayHave), always);
    return new LabelShape(NONE, always, NONE, mayHave);
  }
}
