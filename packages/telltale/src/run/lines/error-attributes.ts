import type { Attributes, AttributeValue } from '@telltale/model';

/** Where loggers put an error as an object: pino, bunyan, winston; `error` also in Elastic's common schema. */
const OBJECTS = ['err', 'error', 'exception'];
/** Where loggers put a stack trace as a text. */
const STACKS = ['stack', 'stack_trace', 'stacktrace', 'exc_info', 'exception', 'error.stack_trace'];

/** Attributes with their error under OpenTelemetry's names; what else the error has stays where it was. */
export function withErrorAttributes(attributes: Attributes): Attributes {
  const rest: Record<string, AttributeValue> = Object.assign(Object.create(null), attributes);
  const set = (name: string, value: AttributeValue | undefined): void => {
    if (typeof value === 'string' && value !== '') rest[`exception.${name}`] ??= value;
  };
  for (const name of OBJECTS) {
    const error = rest[name];
    if (!isObject(error)) continue;
    const { type, name: className, message, stack, stack_trace: trace, ...others } = error;
    set('type', type ?? className);
    set('message', message);
    set('stacktrace', stack ?? trace);
    if (Object.keys(others).length > 0) rest[name] = others;
    else delete rest[name];
  }
  for (const name of STACKS) {
    const stack = rest[name];
    if (typeof stack !== 'string') continue;
    set('stacktrace', stack);
    delete rest[name];
  }
  return rest;
}

function isObject(value: AttributeValue | undefined): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
