import type { SpanCondition } from '@telltale/model';
import { ByteWriter } from '../../bytes/byte-writer.ts';
import { writeText } from '../codec/text-codec.ts';

/** Bytes of which a fragment has some. */
export type Needles = readonly Buffer[];

/** What texts of numbers, booleans, null and objects begin with: those values are not kept as texts. */
const MAY_BE_NO_TEXT = /^(?:[-\d[{"INtfn]|$)/;

/** Quotes, backslashes, control characters and halves of surrogate pairs. */
const IS_ESCAPED_IN_JSON = /["\\\p{Cc}\p{Cs}]/u;

/**
 * What the bytes of a fragment have if one of its spans meets a condition on an attribute: some of each. To look for
 * that takes a tenth of the time of reading the spans.
 *
 * @param acceptsNothing - whether the condition holds where the attribute is not there.
 */
export function needlesOf({ field, operator, value }: SpanCondition, acceptsNothing: boolean): Needles[] {
  if (acceptsNothing) return [];
  const names = namesOf(field).map(asWritten);
  if (operator !== '=' || MAY_BE_NO_TEXT.test(value)) return [names];
  // In an object that a dot leads into, a text is a part of JSON.
  if (!field.includes('.')) return [names, [asWritten(value)]];
  return IS_ESCAPED_IN_JSON.test(value) ? [names] : [names, [Buffer.from(value)]];
}

/** Whether some bytes have some of each. */
export function hasNeedles(bytes: Uint8Array, needles: readonly Needles[]): boolean {
  if (needles.length === 0) return true;
  const haystack = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return needles.every((some) => some.some((needle) => haystack.includes(needle)));
}

/** Names of attributes that a field can be in: its own, and those of objects that its dots lead into. */
function namesOf(field: string): string[] {
  const parts = field.split('.');
  return parts.map((_, count) => parts.slice(0, count + 1).join('.'));
}

/** With the length in front of it. */
function asWritten(text: string): Buffer {
  const writer = new ByteWriter(text.length + 8);
  writeText(writer, text);
  return Buffer.from(writer.copy());
}
