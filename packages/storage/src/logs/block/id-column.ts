/** The ids of traces or spans of a block's records. */
export class IdColumn {
  /** Of each record the place of its id, from 1; 0 for none. */
  readonly places: Uint32Array;
  readonly #hex: string;
  readonly #digits: number;

  constructor(places: Uint32Array, ids: Uint8Array, idBytes: number) {
    this.places = places;
    this.#hex = Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength).toString('hex');
    this.#digits = idBytes * 2;
  }

  /** Of all places, that of none included. */
  get count(): number {
    return this.#hex.length / this.#digits + 1;
  }

  /** The id at a place. */
  at(place: number): string | undefined {
    if (place === 0) return undefined;
    return this.#hex.slice((place - 1) * this.#digits, place * this.#digits);
  }

  /** The id of a record. */
  of(record: number): string | undefined {
    return this.at(this.places[record]);
  }
}
