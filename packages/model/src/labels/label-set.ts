import { quoteText } from '../text/quote-text.ts';

/**
 * An immutable set of label names and values, sorted by name: the identity of a series.
 *
 * Labels are never kept as plain object properties, so that names such as `__proto__` are
 * ordinary data. A label with an empty value is the same as a missing label (Prometheus'
 * rule) and is dropped on construction.
 */
export class LabelSet {
  /** The label set without labels. */
  static readonly empty: LabelSet = new LabelSet([], []);

  /** Label names, ascending by UTF-16 code unit. */
  readonly names: readonly string[];
  /** Label values, in the order of `names`. */
  readonly values: readonly string[];
  #key: string | undefined;

  private constructor(names: readonly string[], values: readonly string[]) {
    this.names = names;
    this.values = values;
  }

  /** Builds a label set from name/value pairs; of equal names the last one wins. */
  static from(entries: Iterable<readonly [string, string]>): LabelSet {
    const byName = new Map<string, string>();
    for (const [name, value] of entries) byName.set(name, value);
    const names = [...byName.keys()].filter((name) => byName.get(name) !== '').sort();
    if (names.length === 0) return LabelSet.empty;
    return new LabelSet(
      names,
      names.map((name) => byName.get(name)!),
    );
  }

  /** Builds a label set from the own properties of an object. */
  static of(labels: Readonly<Record<string, string>>): LabelSet {
    return LabelSet.from(Object.entries(labels));
  }

  /** Trusted constructor for decoders: names must be sorted, unique, and values non-empty. */
  static fromSorted(names: readonly string[], values: readonly string[]): LabelSet {
    return names.length === 0 ? LabelSet.empty : new LabelSet(names, values);
  }

  get size(): number {
    return this.names.length;
  }

  /** A string that is equal for equal label sets and different for different ones. */
  get key(): string {
    return (this.#key ??= canonicalKey(this.names, this.values));
  }

  /** The value of a label, or the empty string where the label is missing. */
  get(name: string): string {
    const names = this.names;
    for (let i = 0; i < names.length; i++) if (names[i] === name) return this.values[i];
    return '';
  }

  has(name: string): boolean {
    return this.names.includes(name);
  }

  /** The metric name (`__name__`), or the empty string. */
  get metricName(): string {
    return this.get('__name__');
  }

  /** A copy with the given labels set; an empty value removes the label. */
  with(labels: Readonly<Record<string, string>>): LabelSet {
    return LabelSet.from([...this.entries(), ...Object.entries(labels)]);
  }

  /** A copy without the named labels. */
  without(names: readonly string[]): LabelSet {
    return this.filter((name) => !names.includes(name));
  }

  /** A copy with nothing but the named labels. */
  only(names: readonly string[]): LabelSet {
    return this.filter((name) => names.includes(name));
  }

  /** A copy without the metric name. */
  withoutName(): LabelSet {
    return this.has('__name__') ? this.without(['__name__']) : this;
  }

  /** Name/value pairs in name order. */
  *entries(): IterableIterator<[string, string]> {
    for (let i = 0; i < this.names.length; i++) yield [this.names[i], this.values[i]];
  }

  /** A null-prototype object, safe for any label name. */
  toObject(): Record<string, string> {
    const object: Record<string, string> = Object.create(null);
    for (const [name, value] of this.entries()) object[name] = value;
    return object;
  }

  equals(other: LabelSet): boolean {
    return this === other || this.key === other.key;
  }

  /** Prometheus notation: `name{a="b"}`. */
  toString(): string {
    const pairs = [...this.entries()]
      .filter(([name]) => name !== '__name__')
      .map(([name, value]) => `${name}=${quoteText(value)}`);
    const name = this.metricName;
    return pairs.length === 0 && name !== '' ? name : `${name}{${pairs.join(', ')}}`;
  }

  toJSON(): Record<string, string> {
    return this.toObject();
  }

  private filter(keep: (name: string) => boolean): LabelSet {
    const names: string[] = [];
    const values: string[] = [];
    for (const [name, value] of this.entries()) {
      if (!keep(name)) continue;
      names.push(name);
      values.push(value);
    }
    return LabelSet.fromSorted(names, values);
  }
}

/** Lengths in front of the texts make the key unambiguous for every possible value. */
function canonicalKey(names: readonly string[], values: readonly string[]): string {
  let key = '';
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    const value = values[i];
    key += `${name.length}:${name}${value.length}:${value}`;
  }
  return key;
}

/** Orders label sets as Prometheus prints them: pairwise by name, then value; shorter first. */
export function compareLabelSets(a: LabelSet, b: LabelSet): number {
  const shared = Math.min(a.size, b.size);
  for (let i = 0; i < shared; i++) {
    if (a.names[i] !== b.names[i]) return a.names[i] < b.names[i] ? -1 : 1;
    if (a.values[i] !== b.values[i]) return a.values[i] < b.values[i] ? -1 : 1;
  }
  return a.size - b.size;
}
