import { parseMatchers } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import type { CompiledMatcher, Matcher } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';

/**
 * Reads the matchers of a filter as Alertmanager's API and tools take them: each text one or several with
 * commas. Throws `TT_USAGE` with the text that is none.
 */
export function parseFilter(texts: readonly string[]): readonly CompiledMatcher[] {
  return texts.flatMap((text) => matchersOf(text).map(compileMatcher));
}

function matchersOf(text: string): readonly Matcher[] {
  const parsed = parseMatchers(text);
  if (parsed.kind === 'matchers') return parsed.matchers;
  throw new TelltaleError('TT_USAGE', `bad matcher format: ${text}`, {
    fix: 'Write label="value", with =, !=, =~ or !~.',
  });
}
