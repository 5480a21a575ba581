import { LabelSet } from '@telltale/model';
import { TemplateError } from '@telltale/formats';

/**
 * What an expression of a template can be. A Go float is a number, a Go integer a bigint, nil is null; a
 * label set is a `map[string]string`.
 */
export type TemplateValue = string | number | bigint | boolean | null | LabelSet | GoObject;

/** Values that have parts. What they have is in maps of its own: a template reads no other property. */
export type GoObject = GoStruct | GoSlice | GoMap | SafeHtml;

/** Called as `.Name` or `.Name arg`. */
export type TemplateMethod = (args: readonly TemplateValue[]) => TemplateValue;

interface HasMethods {
  /** Name of the type in Go, for error messages. */
  readonly type: string;
  readonly methods?: ReadonlyMap<string, TemplateMethod>;
}

/** A struct, with its fields. */
export interface GoStruct extends HasMethods {
  readonly kind: 'struct';
  readonly fields: ReadonlyMap<string, TemplateValue>;
  /** How it is printed, where not field by field. */
  readonly print?: () => string;
}

/** A list. */
export interface GoSlice extends HasMethods {
  readonly kind: 'slice';
  readonly items: readonly TemplateValue[];
}

/** A map with texts as keys. */
export interface GoMap extends HasMethods {
  readonly kind: 'map';
  readonly entries: ReadonlyMap<string, TemplateValue>;
  /** What a key has that is missing; `undefined` where that prints `<no value>`. */
  readonly zero?: TemplateValue;
}

/** A text that is not escaped where others are. */
export interface SafeHtml {
  readonly kind: 'html';
  readonly text: string;
}

/** Whether a value has a kind: the others are plain, or a label set. */
export function isGoObject(value: TemplateValue | undefined): value is GoObject {
  return typeof value === 'object' && value !== null && !(value instanceof LabelSet);
}

/** Go's truth: neither zero nor empty. */
export function isTruthy(value: TemplateValue): boolean {
  if (value === null || typeof value !== 'object') return Boolean(value) || Number.isNaN(value);
  if (value instanceof LabelSet) return value.size > 0;
  switch (value.kind) {
    case 'struct':
      return true;
    case 'slice':
      return value.items.length > 0;
    case 'map':
      return value.entries.size > 0;
    case 'html':
      return value.text !== '';
  }
}

/** The entries of a map in the order in which Go's templates visit them. */
export function sortedEntries(map: GoMap): (readonly [string, TemplateValue])[] {
  return [...map.entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The name of a value's type in Go, for error messages. */
export function goType(value: TemplateValue): string {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'number':
      return 'float64';
    case 'bigint':
      return 'int';
    case 'boolean':
      return 'bool';
    default:
      if (value === null) return 'nil';
      if (value instanceof LabelSet) return 'map[string]string';
      return value.kind === 'html' ? 'template.HTML' : value.type;
  }
}

/**
 * A field, a key of a map, or a method called with arguments. A label that does not exist is the empty
 * string, a field that does not exist an error.
 *
 * @throws TemplateError
 */
export function memberOf(value: TemplateValue, name: string, args: readonly TemplateValue[]): TemplateValue {
  if (value === null) throw new TemplateError(`nil has no field ${name}`);
  if (typeof value === 'object' && !(value instanceof LabelSet) && value.kind !== 'html') {
    const method = value.methods?.get(name);
    if (method) return method(args);
  }
  const member = fieldOf(value, name);
  if (member === undefined) {
    throw new TemplateError(`can't evaluate field ${name} in type ${goType(value)}`);
  }
  if (args.length > 0) throw new TemplateError(`${name} has arguments but cannot be invoked as function`);
  return member;
}

function fieldOf(value: TemplateValue, name: string): TemplateValue | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (value instanceof LabelSet) return value.get(name);
  switch (value.kind) {
    case 'struct':
      return value.fields.get(name);
    case 'map':
      return value.entries.get(name) ?? value.zero ?? null;
    default:
      return undefined;
  }
}

/** A slice of a given type of Go. */
export function goSlice(
  items: readonly TemplateValue[],
  type = '[]interface {}',
  methods?: ReadonlyMap<string, TemplateMethod>,
): GoSlice {
  return { kind: 'slice', type, items, ...(methods && { methods }) };
}

/** A struct of a given type of Go, its fields in their order. */
export function goStruct(
  type: string,
  fields: Iterable<readonly [string, TemplateValue]>,
  methods?: ReadonlyMap<string, TemplateMethod>,
): GoStruct {
  return { kind: 'struct', type, fields: new Map(fields), ...(methods && { methods }) };
}

/** A map of a given type of Go. */
export function goMap(
  entries: Iterable<readonly [string, TemplateValue]>,
  options: Partial<Pick<GoMap, 'type' | 'zero' | 'methods'>> = {},
): GoMap {
  return { kind: 'map', type: 'map[string]interface {}', entries: new Map(entries), ...options };
}
