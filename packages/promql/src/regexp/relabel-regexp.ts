import type { CompileRelabelRegexp } from '@telltale/model';
import type { RE2JS } from 're2js';
import { compileExpression, compileFullMatch } from './full-match.ts';

/** The default of relabelling: the text as it is, whatever it is. */
const ANYTHING = '(.*)';
const NO_NAMES: ReadonlyMap<string, number> = new Map();

/**
 * Compiles an expression of a relabelling rule, as Prometheus 3 does: RE2, the whole text, a dot matches
 * newlines. What common patterns need no engine for is answered without it.
 *
 * @throws TelltaleError TT_QUERY_SYNTAX for an expression that RE2 does not accept.
 */
export const compileRelabelRegexp: CompileRelabelRegexp = (pattern) => {
  if (pattern === ANYTHING) return { test: () => true, groups: (text) => [text, text], names: NO_NAMES };
  const test = compileFullMatch(pattern);
  let expression: RE2JS | undefined;
  const compiled = (): RE2JS => (expression ??= compileExpression(pattern));
  return {
    test,
    groups: (text) => groupsOf(compiled(), text),
    names: pattern.includes('(?') ? namesOf(compiled()) : NO_NAMES,
  };
};

function groupsOf(expression: RE2JS, text: string): readonly string[] | undefined {
  const match = expression.matcher(text);
  if (!match.matches()) return undefined;
  return Array.from({ length: match.groupCount() + 1 }, (_, i) => match.group(i) ?? '');
}

function namesOf(expression: RE2JS): ReadonlyMap<string, number> {
  return new Map(Object.entries(expression.namedGroups()));
}
