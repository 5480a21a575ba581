/** Whole numbers below this are known as they are, not only as texts: status codes come as numbers. */
const MAX_NUMBER = 1000;

/** Up to so many texts are found without a hash. */
const MAX_FEW = 8;
/** Slots for them: there is always a free one, which ends a search. */
export const FEW_SLOTS = 16;

/** The values of one label as small numbers, which are their ids. */
export class LabelDictionary {
  /**
   * Ids by value: by the text, and by the number where code recorded one. V8 keeps the hash of a text in the
   * text, so that this is faster than any hash that could be computed here.
   */
  readonly idByValue = new Map<unknown, number>();
  /**
   * All texts while they are few, each in the slot of its length or behind that; empty texts where there is
   * none. Values of one label mostly differ in length, and mostly are the very objects that were interned, so
   * that one comparison of pointers finds a text: no hash, and no loop whose end a processor cannot predict.
   */
  readonly fewTexts: string[] = Array.from({ length: FEW_SLOTS }, () => '');
  /** By slot of `fewTexts`: the id; -1 where there is none. */
  readonly fewIds = new Int8Array(FEW_SLOTS).fill(-1);
  #textById: string[] = [];

  /** Different texts. */
  get size(): number {
    return this.#textById.length;
  }

  /** The id of a text; `undefined` where it is not known. */
  idOf(text: string): number | undefined {
    return this.idByValue.get(text);
  }

  textOf(id: number): string {
    return this.#textById[id];
  }

  /** The id of a text, which is added where it is new. */
  intern(text: string): number {
    const known = this.idByValue.get(text);
    if (known !== undefined) return known;
    const id = this.#textById.push(text) - 1;
    this.idByValue.set(text, id);
    if (id < MAX_FEW) this.#addToFew(text, id);
    else if (id === MAX_FEW) this.#clearFew();
    return id;
  }

  /** Lets a number be found by itself from now on. */
  alias(value: unknown): void {
    if (typeof value !== 'number' || !(value >= 0 && value < MAX_NUMBER) || !Number.isInteger(value)) return;
    const id = this.idByValue.get(String(value));
    if (id !== undefined) this.idByValue.set(value, id);
  }

  /** Forgets everything. Map and lists stay the same: look-ups hold them. */
  clear(): void {
    this.idByValue.clear();
    this.#clearFew();
    this.#textById = [];
  }

  #addToFew(text: string, id: number): void {
    let slot = text.length % FEW_SLOTS;
    while (this.fewIds[slot] >= 0) slot = (slot + 1) % FEW_SLOTS;
    this.fewTexts[slot] = text;
    this.fewIds[slot] = id;
  }

  #clearFew(): void {
    this.fewTexts.fill('');
    this.fewIds.fill(-1);
  }
}
