import type { AttributeHeader } from './encode-attributes.ts';
import { decodeJson } from './json-column.ts';
import { decodeNumbers } from './number-columns.ts';
import type { PackedColumns } from './packed-columns.ts';
import { TextColumn } from './text-column.ts';

/** Groups of an attribute section; the values of each key have one of their own. */
const COMMON_GROUP = 0;
const OTHERS_GROUP = 1;
const FIRST_KEY_GROUP = 2;

/** The value of an attribute as JSON; nothing where the record has none. */
export type AttributeJson = string | undefined;

/** The attributes of a block's records; what is not asked for stays compressed. */
export class AttributeColumns {
  readonly #columns: PackedColumns;
  readonly #count: number;
  readonly #header: AttributeHeader;
  readonly #shapeOfRecord: Uint32Array;
  readonly #ofKey = new Map<number, (record: number) => AttributeJson>();
  #others: TextColumn | undefined;

  constructor(columns: PackedColumns, count: number) {
    this.#columns = columns;
    this.#count = count;
    this.#header = decodeJson(columns.bytes(COMMON_GROUP, 0)) as AttributeHeader;
    this.#shapeOfRecord = decodeNumbers(columns.bytes(COMMON_GROUP, 1), count);
  }

  /** Gives the value of an attribute of each record; nothing where no record has it. */
  valueOf(key: string): ((record: number) => AttributeJson) | undefined {
    const place = this.#header.keys.indexOf(key);
    if (place !== -1) return this.#columnValue(place);
    return this.#header.hasOthers ? this.#otherValue(key) : undefined;
  }

  /** All attributes of a record as a JSON object. */
  jsonOf(record: number): string {
    const shape = this.#header.shapes[this.#shapeOfRecord[record]];
    const parts = shape.map(
      (place) => `${JSON.stringify(this.#header.keys[place])}:${this.#columnValue(place)(record)}`,
    );
    const others = this.#othersOf(record);
    if (others !== '') parts.push(others.slice(1, -1));
    return `{${parts.join()}}`;
  }

  #columnValue(place: number): (record: number) => AttributeJson {
    let valueOf = this.#ofKey.get(place);
    if (valueOf === undefined) {
      valueOf = this.#openColumn(place);
      this.#ofKey.set(place, valueOf);
    }
    return valueOf;
  }

  #openColumn(place: number): (record: number) => AttributeJson {
    const hasKey = this.#header.shapes.map((shape) => shape.includes(place));
    if (hasKey.every(Boolean)) {
      const values = this.#texts(FIRST_KEY_GROUP + place, this.#count);
      return (record) => values.at(record);
    }
    // Of each record the number of its value, from 1.
    const numbers = new Uint32Array(this.#count);
    let values = 0;
    for (const [record, shape] of this.#shapeOfRecord.entries())
      if (hasKey[shape]) numbers[record] = ++values;
    const texts = this.#texts(FIRST_KEY_GROUP + place, values);
    return (record) => (numbers[record] === 0 ? undefined : texts.at(numbers[record] - 1));
  }

  #otherValue(key: string): (record: number) => AttributeJson {
    const keyJson = `${JSON.stringify(key)}:`;
    return (record) => {
      const others = this.#othersOf(record);
      if (!others.includes(keyJson)) return undefined;
      const object = JSON.parse(others) as Record<string, unknown>;
      return Object.hasOwn(object, key) ? JSON.stringify(object[key]) : undefined;
    };
  }

  /** The attributes of a record that have no columns, as an object; an empty text for none. */
  #othersOf(record: number): string {
    if (!this.#header.hasOthers) return '';
    this.#others ??= this.#texts(OTHERS_GROUP, this.#count);
    return this.#others.at(record);
  }

  #texts(group: number, count: number): TextColumn {
    return new TextColumn(decodeNumbers(this.#columns.bytes(group, 0), count), this.#columns.bytes(group, 1));
  }
}
