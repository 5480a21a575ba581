import type { CompiledMatcher } from '@telltale/model';

export function equalTo(name: string, value: string): CompiledMatcher {
  return { name, op: '=', value, matches: (text) => text === value };
}

export function notEqualTo(name: string, value: string): CompiledMatcher {
  return { name, op: '!=', value, matches: (text) => text !== value };
}

/** Stands for a compiled `=~` of alternatives. */
export function oneOf(name: string, values: readonly string[]): CompiledMatcher {
  return { name, op: '=~', value: values.join('|'), matches: (text) => values.includes(text) };
}

/** Stands for a compiled `!~` of alternatives. */
export function noneOf(name: string, values: readonly string[]): CompiledMatcher {
  return { name, op: '!~', value: values.join('|'), matches: (text) => !values.includes(text) };
}
