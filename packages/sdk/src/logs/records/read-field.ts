import type { AttributeValue } from '@telltale/model';
import { cutText } from './text-limits.ts';

/** An object whose fields can be set. */
export type Draft = Record<string, AttributeValue>;

const MAX_REASON_CHARACTERS = 200;

/** Reads a field; what that throws is told in its place. */
export function readField(object: object, name: string | number): unknown {
  try {
    return Reflect.get(object, name);
  } catch (error) {
    return unreadable(error);
  }
}

/** What is logged in place of something that throws when it is read. */
export function unreadable(error: unknown): string {
  let reason = 'something';
  try {
    const message: unknown = Reflect.get(Object(error), 'message');
    if (typeof message === 'string') reason = cutText(message, MAX_REASON_CHARACTERS);
  } catch {
    // Not even the error can be read.
  }
  return `[throws ${reason}]`;
}
