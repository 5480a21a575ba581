import { FAULT, malformed } from './api-error.ts';

/** An object of a request; its keys are whatever a client writes. */
export type JsonObject = ReadonlyMap<string, unknown>;

/** A value as an object, or an error that names where it stands. */
export function objectOf(value: unknown, place: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw malformed(400, `parsing body failed, because ${place} is no object`);
  }
  return new Map(Object.entries(value));
}

/** A value as a list. */
export function listOf(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw malformed(400, `parsing body failed, because ${place} is no list`);
}

/** Texts by name, such as labels; empty where there is no value. */
export function textsOf(value: unknown, place: string): readonly (readonly [string, string])[] {
  if (value === undefined || value === null) return [];
  return [...objectOf(value, place)].map(([name, text]) => [name, textOf(text, `${place}.${name}`)]);
}

/** A value as text. */
export function textOf(value: unknown, place: string): string {
  if (typeof value === 'string') return value;
  throw malformed(400, `parsing body failed, because ${place} is no text`);
}

/** A member that must be there. */
export function required(object: JsonObject, name: string, place = ''): unknown {
  const value = object.get(name);
  if (value !== undefined && value !== null) return value;
  throw malformed(422, `${place}${name} in body is required`, FAULT.required);
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)$/i;

/** A moment in milliseconds; `undefined` where there is none, which Go also writes as the year 1. */
export function timeOf(value: unknown, place: string): number | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const text = textOf(value, place);
  const ms = RFC_3339.test(text) ? Date.parse(text.replace(',', '.')) : Number.NaN;
  if (Number.isNaN(ms)) {
    throw malformed(400, `parsing body failed, because ${place} is no time: ${JSON.stringify(text)}`);
  }
  return text.startsWith('0001-01-01T00:00:00') ? undefined : ms;
}

/** A moment as Alertmanager prints it. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString();
}
