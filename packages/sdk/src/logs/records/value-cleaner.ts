import type { AttributeValue } from '@telltale/model';
import { nodeUtil } from '../../platform/node-modules.ts';
import { cleanText } from './clean-text.ts';
import { cleanError } from './clean-error.ts';
import type { FieldNames } from './field-names.ts';
import type { Draft } from './read-field.ts';
import { readField, unreadable } from './read-field.ts';
import { REDACTED } from './sensitive-names.ts';
import {
  cutText,
  MAX_DEPTH,
  MAX_ITEMS,
  MAX_NAME_CHARACTERS,
  MAX_RECORD_CHARACTERS,
  MAX_RECORD_VALUES,
} from './text-limits.ts';

/** Numbers of more digits than this are not printed: that takes long. */
const MAX_BIGINT = 10n ** 40n;

/**
 * Makes copies of the values of one record that JSON can carry: of limited size, without secrets, whatever the
 * values are and do. Reading a field may run code of the program; what that throws becomes the field's text.
 */
export class ValueCleaner {
  readonly names: FieldNames;
  readonly #types = nodeUtil().types;
  /** Objects that this one is in. */
  readonly #around: object[] = [];
  #characters = MAX_RECORD_CHARACTERS;
  #values = MAX_RECORD_VALUES;

  constructor(names: FieldNames) {
    this.names = names;
  }

  /** Characters of the record so far. */
  get characters(): number {
    return MAX_RECORD_CHARACTERS - this.#characters;
  }

  /** The value of a field; `undefined` for what JSON leaves out. */
  field(value: unknown, isSensitive: boolean): AttributeValue | undefined {
    if (!isSensitive || value === null || typeof value === 'boolean') return this.value(value);
    return value === undefined || typeof value === 'function' ? undefined : REDACTED;
  }

  /** A value without a name. */
  value(value: unknown): AttributeValue | undefined {
    if (--this.#values < 0) return '[left out]';
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'number':
        return Number.isFinite(value) ? value : String(value);
      case 'boolean':
        return value;
      case 'bigint':
        return value < MAX_BIGINT && value > -MAX_BIGINT ? this.#bigint(value) : '[a very large bigint]';
      case 'symbol':
        return this.text(String(value));
      case 'undefined':
      case 'function':
        return undefined;
      case 'object':
        return value === null ? null : this.#object(value);
    }
  }

  /** A text, cut, well-formed and without secrets. */
  text(text: string): string {
    const cut = cutText(text);
    if (cut.length > this.#characters) return '[left out]';
    this.#characters -= cut.length;
    return cleanText(cut.toWellFormed(), this.names.sensitive);
  }

  #bigint(value: bigint): AttributeValue {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }

  #object(object: object): AttributeValue | undefined {
    if (this.#around.includes(object)) return '[circular]';
    if (this.#around.length >= MAX_DEPTH) return '[too deep]';
    this.#around.push(object);
    try {
      return this.#copy(object);
    } catch (error) {
      // A proxy, or a `toJSON`, that throws.
      return unreadable(error);
    } finally {
      this.#around.pop();
    }
  }

  #copy(object: object): AttributeValue | undefined {
    if (this.#types.isNativeError(object) || object instanceof Error) return cleanError(object, this);
    if (Array.isArray(object)) return this.#list(object.length, (at) => readField(object, at));
    const known = this.#builtIn(object);
    if (known !== undefined) return known;
    const toJson: unknown = readField(object, 'toJSON');
    if (typeof toJson === 'function') return this.value(Reflect.apply(toJson, object, []));
    return this.fields(object);
  }

  /** Objects of the language that have no fields of their own to show. */
  #builtIn(object: object): AttributeValue | undefined {
    if (this.#types.isDate(object)) return dateText(object);
    if (this.#types.isMap(object)) return this.#map(object);
    if (this.#types.isSet(object)) {
      const items = [...take(object.values())];
      return this.#list(object.size, (at) => items[at]);
    }
    if (ArrayBuffer.isView(object)) return `[${object.byteLength} bytes]`;
    if (this.#types.isAnyArrayBuffer(object)) return `[${object.byteLength} bytes]`;
    if (this.#types.isRegExp(object) || object instanceof URL) return this.text(String(object));
    if (this.#types.isBoxedPrimitive(object)) return this.value(object.valueOf());
    if (this.#types.isPromise(object)) return '[promise]';
    return undefined;
  }

  #map(map: ReadonlyMap<unknown, unknown>): Draft {
    const draft: Draft = Object.create(null);
    for (const [key, value] of take(map.entries())) {
      const name = cutText(keyText(key), MAX_NAME_CHARACTERS);
      this.#set(draft, name, value);
    }
    return withRest(draft, map.size);
  }

  #list(length: number, itemAt: (at: number) => unknown): AttributeValue {
    const items: AttributeValue[] = [];
    for (let at = 0; at < Math.min(length, MAX_ITEMS) && this.#values > 0; at++) {
      items.push(this.value(itemAt(at)) ?? null);
    }
    if (length > items.length) items.push(`… (${length - items.length} more)`);
    return items;
  }

  /** The own fields of an object. */
  fields(object: object): Draft {
    const draft: Draft = Object.create(null);
    let count = 0;
    for (const name in object) {
      if (!Object.hasOwn(object, name)) continue;
      if (++count > MAX_ITEMS || this.#values <= 0) continue;
      this.#set(draft, name, readField(object, name));
    }
    // `{ name: 'authorization', value: '…' }`, as lists of headers have it.
    const named: unknown = draft['name'] ?? draft['key'];
    if (typeof named === 'string' && typeof draft['value'] === 'string' && this.names.of(named).isSensitive)
      draft['value'] = REDACTED;
    return withRest(draft, count);
  }

  #set(draft: Draft, given: string, value: unknown): void {
    const isSensitive = this.names.of(given).isSensitive;
    const cleaned = this.field(value, isSensitive);
    if (cleaned !== undefined) draft[cutText(given, MAX_NAME_CHARACTERS).toWellFormed()] = cleaned;
  }
}

function dateText(date: Date): string {
  const ms = Date.prototype.getTime.call(date);
  return Number.isNaN(ms) ? 'Invalid Date' : new Date(ms).toISOString();
}

/** The first items only: a collection can be of any size. */
function* take<Item>(items: Iterable<Item>): Iterable<Item> {
  let count = 0;
  for (const item of items) {
    if (count++ >= MAX_ITEMS) return;
    yield item;
  }
}

function keyText(key: unknown): string {
  switch (typeof key) {
    case 'string':
      return key;
    case 'number':
    case 'boolean':
    case 'bigint':
    case 'symbol':
      return String(key);
    default:
      return '[object]';
  }
}

function withRest(draft: Draft, count: number): Draft {
  if (count > MAX_ITEMS) draft['…'] = `${count - MAX_ITEMS} more`;
  return draft;
}
