import type { AttributeValue } from '@telltale/model';
import type { Draft } from './read-field.ts';
import { readField } from './read-field.ts';

/** What is needed of whoever copies values. */
interface Cleaner {
  value(value: unknown): AttributeValue | undefined;
  field(value: unknown, isSensitive: boolean): AttributeValue | undefined;
  readonly names: { of(name: string): { readonly name: string; readonly isSensitive: boolean } };
}

const OWN: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'errors', 'type']);
/** Fields that a library put on the error, such as `code`. */
const MAX_FIELDS = 20;

/**
 * An error as a record has it: `type`, `message`, `stack`, the `cause` and the `errors` it has, each the same way,
 * and fields such as `code`.
 */
export function cleanError(error: object, cleaner: Cleaner): Draft {
  const draft: Draft = Object.create(null);
  const set = (name: string, value: unknown) => {
    const cleaned = cleaner.value(value);
    if (cleaned !== undefined) draft[name] = cleaned;
  };
  set('type', typeOf(error));
  set('message', textOf(readField(error, 'message')));
  const stack = readField(error, 'stack');
  if (typeof stack === 'string') set('stack', stack);
  const errors = readField(error, 'errors');
  if (Array.isArray(errors)) set('errors', errors);
  const cause = readField(error, 'cause');
  if (cause !== undefined) set('cause', cause);
  let count = 0;
  for (const name of Object.keys(error)) {
    if (OWN.has(name) || ++count > MAX_FIELDS) continue;
    const value = cleaner.field(readField(error, name), cleaner.names.of(name).isSensitive);
    if (value !== undefined) draft[name] = value;
  }
  return draft;
}

function typeOf(error: object): string {
  const name = readField(error, 'name');
  return typeof name === 'string' && name !== '' ? name : 'Error';
}

function textOf(value: unknown): unknown {
  return typeof value === 'function' ? '' : value;
}
