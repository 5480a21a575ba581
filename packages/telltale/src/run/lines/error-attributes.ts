import type { AttributeValue } from '@telltale/model';

/** Where loggers put an error as an object: pino, bunyan, winston; `error` also in Elastic's common schema. */
const OBJECTS = ['err', 'error', 'exception'];
/** Where loggers put a stack trace as a text. */
const STACKS = ['stack', 'stack_trace', 'stacktrace', 'exc_info', 'exception', 'error.stack_trace'];

/** What is known of an error, under OpenTelemetry's names. */
interface ErrorAttributes {
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Of a record that has no message of its own. */
  readonly message?: string;
}

/** Takes the error of a line out of its fields; what else the error has stays where it was. */
export function errorAttributes(fields: Record<string, unknown>): ErrorAttributes {
  const attributes: Record<string, AttributeValue> = {};
  const set = (name: string, value: unknown): void => {
    if (typeof value === 'string' && value !== '') attributes[`exception.${name}`] ??= value;
  };
  for (const name of OBJECTS) {
    const error = fields[name];
    if (typeof error !== 'object' || error === null || Array.isArray(error)) continue;
    const {
      type,
      name: className,
      message,
      stack,
      stack_trace: trace,
      ...others
    } = error as Record<string, unknown>;
    set('type', type ?? className);
    set('message', message);
    set('stacktrace', stack ?? trace);
    if (Object.keys(others).length > 0) fields[name] = others;
    else delete fields[name];
  }
  for (const name of STACKS) {
    const text = fields[name];
    if (typeof text !== 'string') continue;
    set('stacktrace', text);
    delete fields[name];
  }
  const message = attributes['exception.message'];
  return { attributes, ...(typeof message === 'string' && { message }) };
}
