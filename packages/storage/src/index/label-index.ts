import type { CompiledMatcher, LabelSet } from '@telltale/model';
import { Turn } from '../turns/turn.ts';
import { LabelValues } from './label-values.ts';
import { idsOf, idsOfAll } from './posting.ts';
import { intersect, subtract } from './sorted-ids.ts';
import { SeriesByLabels } from './series-by-labels.ts';
import { StoredLabels } from './stored-labels.ts';

/** How many series are matched one by one, or indexed, between two looks at the clock. */
const SERIES_PER_LOOK = 64;

/** Which series have which labels: name → value → ascending series ids. */
export class LabelIndex {
  readonly #labels: (LabelSet | undefined)[] = [];
  readonly #ids = new SeriesByLabels((id) => this.#labels[id]);
  readonly #byName = new Map<string, LabelValues>();
  /** Series whose labels were not read yet. */
  readonly #stored = new StoredLabels();
  #all: number[] = [];

  get size(): number {
    return this.#all.length + this.#stored.size;
  }

  /** Adds a series; ids must ascend from call to call. */
  add(id: number, labels: LabelSet): void {
    this.#readStored();
    this.#addParsed(id, labels);
  }

  /**
   * Adds a series by its labels as the catalog has them; ids must ascend. They are read with the first
   * question, or by {@link readStoredInTurns}: a start need not wait for it.
   */
  addStored(id: number, labelsJson: string): void {
    this.#stored.push(id, labelsJson);
  }

  /** Reads all labels that were added as the catalog has them, while other work goes on. */
  async readStoredInTurns(): Promise<void> {
    const turn = new Turn();
    while (this.#stored.size > 0) {
      this.#readStored(SERIES_PER_LOOK);
      if (turn.isOver) await turn.end();
    }
  }

  /** Forgets series. Lists that were given out before stay as they were. */
  remove(ids: readonly number[]): void {
    this.#readStored();
    const gone = new Set(ids);
    const touched = new Map<string, Set<string>>();
    for (const id of ids) {
      const labels = this.labelsOf(id);
      this.#labels[id] = undefined;
      this.#ids.remove(id, labels);
      for (let i = 0; i < labels.size; i++) {
        const values = touched.get(labels.names[i]);
        if (values === undefined) touched.set(labels.names[i], new Set([labels.values[i]]));
        else values.add(labels.values[i]);
      }
    }
    for (const [name, values] of touched) this.#removeValues(name, values, gone);
    this.#all = this.#all.filter((id) => !gone.has(id));
  }

  idOf(labels: LabelSet): number | undefined {
    this.#readStored();
    return this.#ids.find(labels);
  }

  labelsOf(id: number): LabelSet {
    const labels = this.find(id);
    if (labels === undefined) throw new RangeError(`There is no series ${id}.`);
    return labels;
  }

  /** The labels of a series, `undefined` when there is none with this id (any more). */
  find(id: number): LabelSet | undefined {
    this.#readStored();
    return this.#labels[id];
  }

  /** The label with the most different values. */
  widestLabel(): { readonly name: string; readonly values: number } | undefined {
    this.#readStored();
    let widest: { name: string; values: number } | undefined;
    for (const [name, { size }] of this.#byName) {
      if (widest === undefined || size > widest.values) widest = { name, values: size };
    }
    return widest;
  }

  /**
   * Ids of the series that satisfy all matchers, ascending. A series that comes or goes while other
   * work has its turn may be in the list or not.
   */
  async matching(
    matchers: readonly CompiledMatcher[],
    turn: Turn = new Turn(),
    signal?: AbortSignal,
  ): Promise<readonly number[]> {
    this.#readStored();
    const exact = matchers.filter(({ op, value }) => op === '=' && value !== '');
    const lists = exact.map(({ name, value }) => {
      const posting = this.#byName.get(name)?.get(value);
      return posting === undefined ? [] : idsOf(posting);
    });
    lists.sort((a, b) => a.length - b.length);
    let ids: readonly number[] = lists.length === 0 ? this.#all : lists[0];
    for (const list of lists.slice(1)) ids = intersect(ids, list);
    for (const matcher of matchers) {
      if (!exact.includes(matcher)) ids = await this.#narrow(ids, matcher, turn, signal);
    }
    return ids;
  }

  async #narrow(
    ids: readonly number[],
    matcher: CompiledMatcher,
    turn: Turn,
    signal: AbortSignal | undefined,
  ): Promise<readonly number[]> {
    const values = this.#byName.get(matcher.name);
    // A matcher that the empty string satisfies also selects series without the label: it is
    // applied by taking away those whose value does not satisfy it.
    const keepsMissing = matcher.matches('');
    if (values === undefined) return keepsMissing ? ids : [];
    if (ids.length < values.size) return this.#filter(ids, matcher, turn, signal);
    const postings = await values.where(matcher, !keepsMissing, turn, signal);
    const found = idsOfAll(postings, this.#labels.length);
    return keepsMissing ? subtract(ids, found) : intersect(ids, found);
  }

  /** Asks for each series: quicker than asking for each value where there are more values than series left. */
  async #filter(
    ids: readonly number[],
    matcher: CompiledMatcher,
    turn: Turn,
    signal: AbortSignal | undefined,
  ): Promise<number[]> {
    const kept: number[] = [];
    for (let i = 0; i < ids.length; i++) {
      const labels = this.#labels[ids[i]];
      if (labels !== undefined && matcher.matches(labels.get(matcher.name))) kept.push(ids[i]);
      if (i % SERIES_PER_LOOK === 0 && turn.isOver) await turn.end(signal);
    }
    return kept;
  }

  #addParsed(id: number, labels: LabelSet): void {
    this.#labels[id] = labels;
    this.#ids.add(id, labels);
    this.#all.push(id);
    for (let i = 0; i < labels.size; i++) this.#valuesOf(labels.names[i]).add(labels.values[i], id);
  }

  #readStored(count = Infinity): void {
    if (this.#stored.size === 0) return;
    this.#stored.read(count, (id, labels) => this.#addParsed(id, labels));
  }

  #removeValues(name: string, values: ReadonlySet<string>, gone: ReadonlySet<number>): void {
    const of = this.#byName.get(name);
    of?.remove(values, gone);
    if (of?.size === 0) this.#byName.delete(name);
  }

  #valuesOf(name: string): LabelValues {
    let values = this.#byName.get(name);
    if (values === undefined) this.#byName.set(name, (values = new LabelValues()));
    return values;
  }
}
