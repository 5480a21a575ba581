import { nodeUtil } from '../../platform/node-modules.ts';
import { readField } from '../records/read-field.ts';

/** What the arguments of a call mean. */
export interface LogArguments {
  readonly message: string;
  readonly fields: object | undefined;
  readonly error: unknown;
}

const PLACEHOLDER = /%[sdifjoOc]/;
/** More values than this are no message. */
const MAX_VALUES = 20;

/**
 * Reads the arguments of a call: `(message, fields)`, `(message, error)`, `(message, …values)`, and as pino has
 * them `(fields, message, …values)`, `(error, message)`.
 */
export function readLogArguments(args: readonly unknown[]): LogArguments {
  const [first, second] = args;
  if (typeof first === 'string') {
    if (args.length === 1) return { message: first, fields: undefined, error: undefined };
    if (args.length === 2 && typeof second === 'object' && second !== null && !PLACEHOLDER.test(first))
      return about(first, second);
    return withRest(first, args.slice(1));
  }
  if (typeof first === 'object' && first !== null) {
    const { fields, error } = about('', first);
    const hasMessage = second !== undefined;
    if (args.length > 2) return { ...withRest(textOf(second), args.slice(2)), fields, error };
    return { message: hasMessage ? textOf(second) : messageOf(error ?? errorIn(fields)), fields, error };
  }
  // A number or nothing at all, as people log in a hurry.
  return withRest(textOf(first ?? second), args.slice(first === undefined ? 2 : 1));
}

function about(message: string, what: object): LogArguments {
  return isError(what)
    ? { message, fields: undefined, error: what }
    : { message, fields: what, error: undefined };
}

/** Values in the text, and fields or an error behind all values. */
function withRest(message: string, values: readonly unknown[]): LogArguments {
  if (values.length === 0) return { message, fields: undefined, error: undefined };
  const last = values.at(-1);
  const places = message.match(/%[sdifjoO]/g)?.length ?? 0;
  const isAbout = typeof last === 'object' && last !== null && values.length > places;
  const shown = (isAbout ? values.slice(0, -1) : values).slice(0, MAX_VALUES);
  const text = shown.length === 0 && places === 0 ? message : formatted(message, shown);
  return isAbout ? about(text, last) : { message: text, fields: undefined, error: undefined };
}

/** Printing a value may run code of the program. */
function formatted(message: string, values: readonly unknown[]): string {
  try {
    return nodeUtil().format(message, ...values);
  } catch {
    return message;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : formatted('%s', [value]);
}

function messageOf(error: unknown): string {
  if (error === undefined) return '';
  try {
    const message: unknown = Reflect.get(Object(error), 'message');
    return typeof message === 'string' ? message : '';
  } catch {
    return '';
  }
}

/** As with pino, an error among the fields says what happened where no message does. */
function errorIn(fields: object | undefined): unknown {
  const found = fields && (readField(fields, 'err') ?? readField(fields, 'error'));
  return typeof found === 'object' && found !== null && isError(found) ? found : undefined;
}

function isError(value: object): boolean {
  try {
    return nodeUtil().types.isNativeError(value) || value instanceof Error;
  } catch {
    return false;
  }
}
