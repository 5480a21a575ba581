import type { AttributeValue } from '../../attributes/attributes.ts';
import { MAX_VALUES_PER_RECORD, MAX_VALUE_DEPTH } from '../record-limits.ts';
import type { RecordProblem } from '../record-problem.ts';

/** A table of fields; without a prototype, for their names come from outside. */
export type FieldTable = Record<string, AttributeValue>;

/** The fields of a JSON document, out of which those with a meaning are taken one by one. */
export class DocumentFields {
  /** What was not taken. */
  readonly rest: FieldTable;
  readonly #onProblem: (problem: RecordProblem) => void;
  #valuesLeft = MAX_VALUES_PER_RECORD;

  constructor(
    document: Readonly<Record<string, unknown>>,
    onProblem: (problem: RecordProblem) => void = () => {},
  ) {
    this.#onProblem = onProblem;
    this.rest = this.#copyTable(document, 0);
    if (this.#valuesLeft < 0) onProblem('too_many_values');
  }

  /**
   * Takes the first field there is of those names, if `read` finds in it what is meant; a dot leads into an object
   * unless a field has the whole name.
   */
  take<Value>(
    names: readonly string[],
    read: (value: AttributeValue) => Value | undefined,
  ): Value | undefined {
    for (const name of names) {
      const found = takeFrom(this.rest, name, read);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #copy(value: unknown, depth: number): AttributeValue {
    switch (typeof value) {
      case 'string':
        return value.toWellFormed();
      case 'number':
      case 'boolean':
        return value;
      case 'object':
        if (value === null) return null;
        if (depth <= MAX_VALUE_DEPTH) return this.#copyObject(value, depth);
        this.#onProblem('too_deep');
        return null;
      default:
        return null;
    }
  }

  #copyObject(value: object, depth: number): AttributeValue {
    if (!Array.isArray(value)) return this.#copyTable(value as Record<string, unknown>, depth);
    const items: AttributeValue[] = [];
    for (const item of value) {
      if (--this.#valuesLeft < 0) break;
      items.push(this.#copy(item, depth + 1));
    }
    return items;
  }

  #copyTable(source: Readonly<Record<string, unknown>>, depth: number): FieldTable {
    const table = Object.create(null) as FieldTable;
    for (const name of Object.keys(source)) {
      if (--this.#valuesLeft < 0) break;
      table[name.toWellFormed()] = this.#copy(source[name], depth + 1);
    }
    return table;
  }
}

/** Whether a value is a table of others. */
export function isFieldTable(value: AttributeValue | undefined): value is FieldTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function takeFrom<Value>(
  table: FieldTable,
  name: string,
  read: (value: AttributeValue) => Value | undefined,
): Value | undefined {
  if (Object.hasOwn(table, name)) {
    const found = read(table[name]);
    if (found !== undefined) delete table[name];
    return found;
  }
  const dot = name.indexOf('.');
  const outer = name.slice(0, dot);
  const inner = dot > 0 && Object.hasOwn(table, outer) ? table[outer] : undefined;
  if (!isFieldTable(inner)) return undefined;
  const found = takeFrom(inner, name.slice(dot + 1), read);
  if (found !== undefined && Object.keys(inner).length === 0) delete table[outer];
  return found;
}
