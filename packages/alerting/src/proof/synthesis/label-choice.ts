import type { ResolvedLabel } from '@telltale/definition';
import type { Matcher } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import { patternSamples } from './pattern-samples.ts';

/** Values that read well where a pattern allows them. */
const FAMILIAR = ['200', '404', '500', 'GET', 'POST'];

/**
 * The values of a label that satisfy all matchers, the plainest first. Only values that the label
 * can have: of a closed list, or matching its pattern.
 */
export function possibleValues(label: ResolvedLabel, matchers: readonly Matcher[]): readonly string[] {
  const compiled = matchers.map(compileMatcher);
  return candidatesFor(label, matchers).filter((value) =>
    compiled.every((matcher) => matcher.matches(value)),
  );
}

function candidatesFor(label: ResolvedLabel, matchers: readonly Matcher[]): readonly string[] {
  if (label.kind === 'values') return label.values;
  const wanted = matchers.flatMap(({ op, value }) => {
    if (op === '=~') return patternSamples(value);
    return op === '=' ? [value] : [];
  });
  if (label.kind === 'any') return [...new Set(['example', ...wanted, 'other', ''])];
  const pattern = compileMatcher({ name: '', op: '=~', value: label.pattern });
  return [...new Set([...FAMILIAR, ...patternSamples(label.pattern), ...wanted])].filter((value) =>
    pattern.matches(value),
  );
}

/** How many of the conditions a value meets: a series should match no more selectors than it must. */
export function countMatches(value: string, conditions: readonly (readonly Matcher[])[]): number {
  return conditions.filter((matchers) => matchers.every((matcher) => compileMatcher(matcher).matches(value)))
    .length;
}
