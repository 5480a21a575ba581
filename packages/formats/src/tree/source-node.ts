/**
 * A value of a YAML or JSON file with its place: for files of which a reader wants some parts, as they
 * were written. Scalars stay text until they are asked for as something else. Aliases are followed,
 * merge keys (`<<`) included; a key that occurs twice has its last value.
 */
export interface SourceNode {
  readonly kind: 'mapping' | 'list' | 'scalar' | 'null';
  /** Offsets in the file: of the first character and behind the last. */
  readonly start: number;
  readonly end: number;
  /** The value of a key; `undefined` where the node is no mapping or has no such key. */
  get(key: string): SourceNode | undefined;
  /** Follows keys and, in lists, positions. */
  at(...path: readonly (string | number)[]): SourceNode | undefined;
  /** Keys with their own places; empty where the node is no mapping. */
  entries(): readonly SourceEntry[];
  /** Items; empty where the node is no list. */
  items(): readonly SourceNode[];
  /** A scalar as it reads once quotes and escapes are taken off. */
  text(): string | undefined;
  /** A scalar that is written as a number, without quotes. */
  number(): number | undefined;
  /** `true`/`false` (and YAML 1.1's `yes`/`no`/`on`/`off`, which Go's loaders still take). */
  boolean(): boolean | undefined;
  /** A scalar, or the scalars of a list, as texts. */
  texts(): readonly string[];
  /** The position in the file of an offset in `text()`, through quotes, escapes and folding. */
  offsetOf(index: number): number;
}

/** A key of a mapping and its value. */
export interface SourceEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly value: SourceNode;
}
