import type { CompiledMatcher, LabelSet } from '@telltale/model';
import { intersect, subtract, union } from './sorted-ids.ts';

/** Which series have which labels: name → value → ascending series ids. */
export class LabelIndex {
  readonly #labels: (LabelSet | undefined)[] = [];
  readonly #idByKey = new Map<string, number>();
  readonly #postings = new Map<string, Map<string, number[]>>();
  #all: number[] = [];

  get size(): number {
    return this.#all.length;
  }

  /** Adds a series; ids must ascend from call to call. */
  add(id: number, labels: LabelSet): void {
    this.#labels[id] = labels;
    this.#idByKey.set(labels.key, id);
    this.#all.push(id);
    for (let i = 0; i < labels.size; i++) this.#addPosting(labels.names[i], labels.values[i], id);
  }

  /** Forgets series. Lists that were given out before stay as they were. */
  remove(ids: readonly number[]): void {
    const gone = new Set(ids);
    const touched = new Map<string, Set<string>>();
    for (const id of ids) {
      const labels = this.labelsOf(id);
      this.#labels[id] = undefined;
      this.#idByKey.delete(labels.key);
      for (let i = 0; i < labels.size; i++) {
        const values = touched.get(labels.names[i]);
        if (values === undefined) touched.set(labels.names[i], new Set([labels.values[i]]));
        else values.add(labels.values[i]);
      }
    }
    for (const [name, values] of touched) for (const value of values) this.#removePostings(name, value, gone);
    this.#all = this.#all.filter((id) => !gone.has(id));
  }

  idOf(labels: LabelSet): number | undefined {
    return this.#idByKey.get(labels.key);
  }

  labelsOf(id: number): LabelSet {
    const labels = this.#labels[id];
    if (labels === undefined) throw new RangeError(`There is no series ${id}.`);
    return labels;
  }

  /** The labels of a series, `undefined` when there is none with this id (any more). */
  find(id: number): LabelSet | undefined {
    return this.#labels[id];
  }

  /** The label with the most different values. */
  widestLabel(): { readonly name: string; readonly values: number } | undefined {
    let widest: { name: string; values: number } | undefined;
    for (const [name, { size }] of this.#postings) {
      if (widest === undefined || size > widest.values) widest = { name, values: size };
    }
    return widest;
  }

  /** Ids of the series that satisfy all matchers, ascending. */
  matching(matchers: readonly CompiledMatcher[]): readonly number[] {
    // A matcher that the empty string satisfies also selects series without the label: it is
    // applied by taking away those whose value does not satisfy it.
    const narrowing = matchers.filter((matcher) => !matcher.matches(''));
    const removing = matchers.filter((matcher) => matcher.matches(''));
    const lists = narrowing.map((matcher) => this.#idsWhere(matcher, true));
    lists.sort((a, b) => a.length - b.length);
    let ids: readonly number[] = lists.length === 0 ? this.#all : lists[0];
    for (const list of lists.slice(1)) ids = intersect(ids, list);
    for (const matcher of removing) ids = subtract(ids, this.#idsWhere(matcher, false));
    return ids;
  }

  /** Ids of series that have the label with a value that does, or does not, satisfy the matcher. */
  #idsWhere(matcher: CompiledMatcher, wanted: boolean): readonly number[] {
    const byValue = this.#postings.get(matcher.name);
    if (byValue === undefined) return [];
    if (wanted && matcher.op === '=') return byValue.get(matcher.value) ?? [];
    const lists: number[][] = [];
    for (const [value, ids] of byValue) if (matcher.matches(value) === wanted) lists.push(ids);
    return union(lists);
  }

  #removePostings(name: string, value: string, gone: ReadonlySet<number>): void {
    const byValue = this.#postings.get(name);
    if (byValue === undefined) return;
    const kept = byValue.get(value)?.filter((id) => !gone.has(id)) ?? [];
    if (kept.length > 0) byValue.set(value, kept);
    else byValue.delete(value);
    if (byValue.size === 0) this.#postings.delete(name);
  }

  #addPosting(name: string, value: string, id: number): void {
    let byValue = this.#postings.get(name);
    if (byValue === undefined) this.#postings.set(name, (byValue = new Map()));
    const ids = byValue.get(value);
    // A list of one, as most values of a label with too many of them have, gets no room to spare.
    if (ids === undefined) byValue.set(value, [id]);
    else ids.push(id);
  }
}
