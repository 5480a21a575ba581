import { OtlpFormatError } from './message-reader.ts';
import { millisecondsOf } from './unix-time.ts';

/** An object of JSON of unknown content. */
export type JsonObject = Readonly<Record<string, unknown>>;

const DIGITS = /^-?\d{1,20}$/;
const UNSIGNED = /^\d{1,20}$/;
const UNDERSCORED = new Map<string, string>();

/**
 * A field of a message in JSON, by its name in the protocol's JSON, `traceId`, or in the `.proto` file, `trace_id`.
 * `null` is as good as none.
 */
export function fieldOf(object: JsonObject, name: string): unknown {
  const value = Object.hasOwn(object, name) ? object[name] : undefined;
  if (value !== undefined && value !== null) return value;
  const other = underscored(name);
  if (other === name || !Object.hasOwn(object, other)) return undefined;
  return object[other] ?? undefined;
}

function underscored(name: string): string {
  let other = UNDERSCORED.get(name);
  if (other === undefined) {
    other = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    UNDERSCORED.set(name, other);
  }
  return other;
}

/** The value as an object. */
export function objectOf(value: unknown): JsonObject {
  if (!isObject(value)) throw new OtlpFormatError('an object is expected');
  return value;
}

/** Whether a value is an object that is no list. */
function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that is a message; the empty one where it is not there. */
export function objectField(object: JsonObject, name: string): JsonObject {
  return objectOf(fieldOf(object, name) ?? {});
}

/** A field that is a list; the empty one where it is not there. */
export function listField(object: JsonObject, name: string): readonly unknown[] {
  const value = fieldOf(object, name) ?? [];
  if (!Array.isArray(value)) throw new OtlpFormatError(`${name} must be a list`);
  return value;
}

/** A field that is a text. */
export function textField(object: JsonObject, name: string): string {
  const value = fieldOf(object, name) ?? '';
  if (typeof value !== 'string') throw new OtlpFormatError(`${name} must be a text`);
  return value.toWellFormed();
}

/** A field with nanoseconds of Unix time, as text or as a number; in milliseconds. */
export function timeField(object: JsonObject, name: string): number {
  const value = fieldOf(object, name) ?? 0;
  if (typeof value === 'string' && UNSIGNED.test(value)) return millisecondsOf(BigInt(value));
  if (typeof value !== 'number' || !Number.isFinite(value))
    throw new OtlpFormatError(`${name} must be nanoseconds`);
  return millisecondsOf(BigInt(Math.max(0, Math.round(value))));
}

/** A field that is an enumeration: its number, or the name of the value, in the order of their numbers. */
export function enumField(object: JsonObject, name: string, names: readonly string[]): number {
  const value = fieldOf(object, name) ?? 0;
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' ? names.indexOf(value) : -1;
  if (number === -1) throw new OtlpFormatError(`${name} must be a number or a name of the protocol`);
  return number;
}

/** A 64-bit integer, as text or as a number; as text where a number cannot hold it. */
export function integerOf(value: unknown): number | string {
  const number = typeof value === 'string' && DIGITS.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number))
    throw new OtlpFormatError('intValue must be whole');
  return Number.isSafeInteger(number) || typeof value === 'number' ? number : String(value);
}
