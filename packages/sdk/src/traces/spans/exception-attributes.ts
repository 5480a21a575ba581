import type { Attributes } from '@opentelemetry/api';
import { errorType } from '../../outcome/outcome.ts';

/** A trace of a stack beyond this says nothing more. */
const MAX_STACK_CHARACTERS = 8192;
const MAX_MESSAGE_CHARACTERS = 2048;

/** What an event `exception` says of whatever was thrown. Reading it may itself throw; then it says less. */
export function exceptionAttributes(error: unknown): Attributes {
  const type = errorType(error);
  if (typeof error !== 'object' || error === null) {
    return { 'exception.type': type, 'exception.message': cut(textOf(error), MAX_MESSAGE_CHARACTERS) };
  }
  const message = read(error, 'message');
  const stack = read(error, 'stack');
  return {
    'exception.type': type,
    ...(message !== undefined && { 'exception.message': cut(message, MAX_MESSAGE_CHARACTERS) }),
    ...(stack !== undefined && { 'exception.stacktrace': cut(stack, MAX_STACK_CHARACTERS) }),
  };
}

/** A short text about whatever was thrown. */
export function errorMessage(error: unknown): string {
  const message = typeof error === 'object' && error !== null ? read(error, 'message') : textOf(error);
  return cut(message ?? '', MAX_MESSAGE_CHARACTERS);
}

function read(error: object, name: string): string | undefined {
  try {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return 'unreadable';
  }
}

function cut(text: string, characters: number): string {
  return text.length > characters ? text.slice(0, characters) : text;
}
