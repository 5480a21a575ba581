import type { LabelSet } from '@telltale/model';
import { withLabel } from '../values/relabel.ts';

/** Rewrites that are kept: those of the queries asked lately. */
const MAX_REWRITES = 64;
/** Label sets, and texts, that one rewrite keeps. */
const MAX_KEPT = 20_000;
/** What all rewrites keep together when another query begins: with what that one adds some 60 MB. */
const MAX_KEPT_IN_ALL = 2 * MAX_KEPT;
/** Longer texts are made anew each time, and so are rewrites that are themselves longer. */
const MAX_KEPT_LENGTH = 500;

/** How the text of a label is made, and from which labels it is made. */
export interface LabelSource {
  readonly target: string;
  readonly sources: readonly string[];
  /** `undefined` where the labels stay as they are. Told of the length of a text before it is made. */
  readonly make: (values: readonly string[], onLength: (length: number) => void) => string | undefined;
}

/** What became of a label set; `isSet` is false where it stayed as it was. */
export interface Rewritten {
  readonly labels: LabelSet;
  readonly isSet: boolean;
}

/**
 * Sets a label to a text made of other labels. Each text is made once for values that are equal, and each
 * label set once for as long as it is in use: a page asks the same again and again, of the same series.
 */
export class LabelRewrite {
  readonly #source: LabelSource;
  #texts = new Map<string, string | undefined>();
  #results = new WeakMap<LabelSet, Rewritten>();
  #resultCount = 0;

  constructor(source: LabelSource) {
    this.#source = source;
  }

  /** How many label sets and texts are kept. */
  get size(): number {
    return this.#resultCount + this.#texts.size;
  }

  /** @param onLength Told how long each text will be that has to be made; what it throws ends the rewrite. */
  apply(labels: LabelSet, onLength: (length: number) => void): Rewritten {
    const known = this.#results.get(labels);
    if (known) return known;
    const text = this.#textOf(labels, onLength);
    const isSet = text !== undefined;
    const rewritten = { labels: isSet ? withLabel(labels, this.#source.target, text) : labels, isSet };
    if (!isSet || text.length <= MAX_KEPT_LENGTH) this.#keep(labels, rewritten);
    return rewritten;
  }

  #textOf(labels: LabelSet, onLength: (length: number) => void): string | undefined {
    const { sources, make } = this.#source;
    const values = sources.map((name) => labels.get(name));
    const key = values.length === 1 ? values[0] : JSON.stringify(values);
    if (this.#texts.has(key)) return this.#texts.get(key);
    const text = make(values, onLength);
    if (key.length + (text?.length ?? 0) > MAX_KEPT_LENGTH) return text;
    if (this.#texts.size >= MAX_KEPT) this.#texts = new Map();
    this.#texts.set(key, text);
    return text;
  }

  #keep(labels: LabelSet, rewritten: Rewritten): void {
    if (this.#resultCount >= MAX_KEPT) {
      this.#results = new WeakMap();
      this.#resultCount = 0;
    }
    this.#results.set(labels, rewritten);
    this.#resultCount++;
  }
}

const rewrites = new Map<string, LabelRewrite>();

/** The rewrite with a key that says all of it; made when it was not used lately. */
export function rewriteOf(key: string, createSource: () => LabelSource): LabelRewrite {
  const rewrite = rewrites.get(key) ?? new LabelRewrite(createSource());
  if (key.length > MAX_KEPT_LENGTH) return rewrite;
  rewrites.delete(key);
  rewrites.set(key, rewrite);
  dropOldest(rewrite);
  return rewrite;
}

/** Forgets the rewrites that were used least lately, until all others keep no more than they may. */
function dropOldest(current: LabelRewrite): void {
  let kept = 0;
  for (const { size } of rewrites.values()) kept += size;
  for (const [key, rewrite] of rewrites) {
    if (rewrite === current || (kept <= MAX_KEPT_IN_ALL && rewrites.size <= MAX_REWRITES)) return;
    kept -= rewrite.size;
    rewrites.delete(key);
  }
}
