/** Whole numbers below this are known as they are, not only as texts: status codes come as numbers. */
const MAX_NUMBER = 1000;

/** Up to so many texts are compared one by one: mostly the same objects, that is faster than a hash. */
const MAX_FEW = 8;

/** The values of one label as small numbers, which are their ids. */
export class LabelDictionary {
  /**
   * Ids by value: by the text, and by the number where code recorded one. V8 keeps the hash of a text in the
   * text, so that this is faster than any hash that could be computed here.
   */
  readonly idByValue = new Map<unknown, number>();
  /** All texts by id while they are few; else empty. */
  readonly few: string[] = [];
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
    if (id < MAX_FEW) this.few.push(text);
    else this.few.length = 0;
    return id;
  }

  /** Lets a number be found by itself from now on. */
  alias(value: unknown): void {
    if (typeof value !== 'number' || !(value >= 0 && value < MAX_NUMBER) || !Number.isInteger(value)) return;
    const id = this.idByValue.get(String(value));
    if (id !== undefined) this.idByValue.set(value, id);
  }

  /** Forgets everything. Map and list stay the same: look-ups hold them. */
  clear(): void {
    this.idByValue.clear();
    this.few.length = 0;
    this.#textById = [];
  }
}
