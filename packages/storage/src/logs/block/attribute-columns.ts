import type { AttributeHeader } from './encode-attributes.ts';
import { decodeJson, decodeLines } from './json-column.ts';
import { decodeNumbers } from './number-columns.ts';
import type { PackedColumns } from './packed-columns.ts';

const HEADER_COLUMN = 0;
const SHAPE_COLUMN = 1;
const OTHERS_COLUMN = 2;
const FIRST_KEY_COLUMN = 3;

/** The value of an attribute as JSON; nothing where the record has none. */
export type AttributeJson = string | undefined;

/** The attributes of a block's records; what is not asked for stays compressed. */
export class AttributeColumns {
  readonly #columns: PackedColumns;
  readonly #header: AttributeHeader;
  readonly #shapeOfRecord: Uint32Array;
  /** One value for each record, by name. */
  readonly #ofKey = new Map<string, readonly AttributeJson[]>();
  readonly #keyJson: readonly string[];
  #others: readonly string[] | undefined;

  constructor(columns: PackedColumns, count: number) {
    this.#columns = columns;
    this.#header = decodeJson(columns.bytes(HEADER_COLUMN)) as AttributeHeader;
    this.#shapeOfRecord = decodeNumbers(columns.bytes(SHAPE_COLUMN), count);
    this.#keyJson = this.#header.keys.map((key) => JSON.stringify(key));
  }

  /** The values of an attribute, of every record; nothing where no record has it. */
  valuesOf(key: string): readonly AttributeJson[] | undefined {
    const known = this.#ofKey.get(key);
    if (known !== undefined) return known;
    const place = this.#header.keys.indexOf(key);
    const values = place === -1 ? this.#otherValues(key) : this.#columnValues(place);
    if (values !== undefined) this.#ofKey.set(key, values);
    return values;
  }

  /** All attributes of a record as a JSON object. */
  jsonOf(record: number): string {
    const shape = this.#header.shapes[this.#shapeOfRecord[record]];
    const parts = shape.map(
      (place) => `${this.#keyJson[place]}:${this.valuesOf(this.#header.keys[place])?.[record]}`,
    );
    const others = this.#othersOf(record);
    if (others !== '') parts.push(others.slice(1, -1));
    return `{${parts.join()}}`;
  }

  #columnValues(place: number): AttributeJson[] {
    const hasKey = this.#header.shapes.map((shape) => shape.includes(place));
    const lines = decodeLines(this.#columns.bytes(FIRST_KEY_COLUMN + place));
    const values: AttributeJson[] = [];
    let next = 0;
    for (const shape of this.#shapeOfRecord) values.push(hasKey[shape] ? lines[next++] : undefined);
    return values;
  }

  #otherValues(key: string): AttributeJson[] | undefined {
    const keyJson = `${JSON.stringify(key)}:`;
    let isThere = false;
    const values = this.#allOthers().map((others) => {
      if (!others.includes(keyJson)) return undefined;
      const object = JSON.parse(others) as Record<string, unknown>;
      if (!Object.hasOwn(object, key)) return undefined;
      isThere = true;
      return JSON.stringify(object[key]);
    });
    return isThere ? values : undefined;
  }

  #othersOf(record: number): string {
    return this.#allOthers().at(record) ?? '';
  }

  /** Of every record, or of none. */
  #allOthers(): readonly string[] {
    if (this.#others === undefined) {
      const bytes = this.#columns.bytes(OTHERS_COLUMN);
      this.#others = bytes.length === 0 ? [] : decodeLines(bytes);
    }
    return this.#others;
  }
}
