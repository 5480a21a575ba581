/** The values of one label as small numbers. */
export class LabelDictionary {
  readonly #idByText = new Map<string, number>();
  readonly #textById: string[] = [];

  /** Different values. */
  get size(): number {
    return this.#textById.length;
  }

  /** The number of a value; `undefined` where it is not known. */
  idOf(text: string): number | undefined {
    return this.#idByText.get(text);
  }

  textOf(id: number): string {
    return this.#textById[id];
  }

  /** The number of a value, which is added where it is new. */
  intern(text: string): number {
    const known = this.#idByText.get(text);
    if (known !== undefined) return known;
    const id = this.#textById.push(text) - 1;
    this.#idByText.set(text, id);
    return id;
  }
}
