import type { AttributeValue, Attributes } from '@telltale/model';
import { encodeJson } from './json-column.ts';
import { encodeNumbers } from './number-columns.ts';
import { packColumns } from './packed-columns.ts';
import { encodeTexts } from './text-column.ts';

/** The most frequent names have columns of their own; the others share one. */
const MAX_KEY_COLUMNS = 128;
/** A column for fewer values takes more bytes than it saves. */
const MIN_COLUMN_VALUES = 4;

/** First column of an attribute section: the names with columns of their own, and which of them records have. */
export interface AttributeHeader {
  readonly keys: readonly string[];
  /** Each a list of places in `keys`, in the order of the record. */
  readonly shapes: readonly (readonly number[])[];
  /** Whether some record has attributes without a column. */
  readonly hasOthers: boolean;
}

/**
 * Packs the attributes of records by names: values of one name compress well, and a search for one reads no other.
 * Groups: header and shape of each record; other attributes of each record as an object; and for each key the values
 * of the records that have it, as JSON.
 */
export function encodeAttributes(attributes: readonly Attributes[]): Uint8Array {
  const builder = new AttributeBuilder(frequentKeys(attributes));
  for (const each of attributes) builder.add(each);
  return builder.pack();
}

function frequentKeys(attributes: readonly Attributes[]): string[] {
  const counts = new Map<string, number>();
  for (const each of attributes) {
    for (const key of Object.keys(each)) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const frequent = [...counts].filter(([, count]) => count >= MIN_COLUMN_VALUES);
  frequent.sort(([, a], [, b]) => b - a);
  return frequent.slice(0, MAX_KEY_COLUMNS).map(([key]) => key);
}

class AttributeBuilder {
  readonly #keys: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #values: readonly string[][];
  readonly #shapes: number[][] = [];
  readonly #shapeByText = new Map<string, number>();
  readonly #shapeOfRecord: number[] = [];
  readonly #others: string[] = [];
  #hasOthers = false;

  constructor(keys: readonly string[]) {
    this.#keys = keys;
    this.#places = new Map(keys.map((key, place) => [key, place]));
    this.#values = keys.map(() => []);
  }

  add(attributes: Attributes): void {
    const shape: number[] = [];
    let others = '';
    for (const key of Object.keys(attributes)) {
      const place = this.#places.get(key);
      const value = jsonOf(attributes[key]);
      if (place === undefined) others += `${others === '' ? '' : ','}${JSON.stringify(key)}:${value}`;
      else {
        shape.push(place);
        this.#values[place].push(value);
      }
    }
    this.#shapeOfRecord.push(this.#shapeNumber(shape));
    this.#others.push(others === '' ? '' : `{${others}}`);
    if (others !== '') this.#hasOthers = true;
  }

  pack(): Uint8Array {
    const header: AttributeHeader = {
      keys: this.#keys,
      shapes: this.#shapes,
      hasOthers: this.#hasOthers,
    };
    return packColumns([
      [encodeJson(header), encodeNumbers(this.#shapeOfRecord)],
      this.#hasOthers ? encodeTexts(this.#others) : [],
      ...this.#values.map(encodeTexts),
    ]);
  }

  #shapeNumber(shape: number[]): number {
    const text = shape.join();
    let number = this.#shapeByText.get(text);
    if (number === undefined) {
      number = this.#shapes.push(shape) - 1;
      this.#shapeByText.set(text, number);
    }
    return number;
  }
}

function jsonOf(value: AttributeValue): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
