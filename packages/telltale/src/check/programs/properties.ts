import type { JsToken } from '../catalogue/prom-client-source/js-token.ts';
import type { Program } from './program.ts';
import { isMark } from './program.ts';

/** What stands between a pair of brackets under names. */
export interface Properties {
  readonly byName: ReadonlyMap<string, Property>;
  /** Whether something is spread into it: further properties may exist. */
  readonly isOpen: boolean;
}

/** A name and the first tokens of its value; none where the name stands for itself. */
export interface Property {
  readonly key: JsToken;
  readonly value: readonly JsToken[];
}

/** Values that are read are short; objects nested without end would be copied at every level. */
const MAX_VALUE_TOKENS = 32;

/** The properties of an object literal or dictionary, or the keyword arguments of a call, by its bracket. */
export function propertiesIn(program: Program, open: number): Properties {
  const { tokens, closingOf } = program;
  const close = closingOf(open);
  const byName = new Map<string, Property>();
  let isOpen = false;
  for (let at = open + 1; at < close;) {
    const end = endOfItem(program, at, close);
    const [key, mark] = [tokens[at], tokens[at + 1]];
    const isNamed = key.kind === 'word' || key.kind === 'string';
    if (isNamed && (isMark(mark, ':') || isMark(mark, '='))) {
      byName.set(key.text, { key, value: tokens.slice(at + 2, Math.min(end, at + 2 + MAX_VALUE_TOKENS)) });
    } else if (isNamed && end === at + 1) byName.set(key.text, { key, value: [] });
    else if (isMark(key, '.') || isMark(key, '*')) isOpen = true;
    at = end + 1;
  }
  return { byName, isOpen };
}

/** The text of a value that is one string. */
export function textOf(property: Property | undefined): string | undefined {
  const [token, ...rest] = property?.value ?? [];
  return token?.kind === 'string' && rest.length === 0 ? token.text : undefined;
}

function endOfItem({ tokens, closingOf }: Program, from: number, close: number): number {
  let at = from;
  while (at < close && !isMark(tokens[at], ',')) {
    const isOpening = isMark(tokens[at], '(') || isMark(tokens[at], '[') || isMark(tokens[at], '{');
    at = isOpening ? closingOf(at) + 1 : at + 1;
  }
  return Math.min(at, close);
}
