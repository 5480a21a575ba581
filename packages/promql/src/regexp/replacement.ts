import type { ReplacementPart } from '@telltale/model';
import type { RE2JS } from 're2js';

/** A match of an expression that is asked for its groups. */
export type Match = ReturnType<RE2JS['matcher']>;

/** The texts that a replacement is made of for a match. */
export function replacementTexts(replacement: readonly ReplacementPart[], match: Match): string[] {
  return replacement.map((part) => (typeof part === 'string' ? part : groupOf(match, part.group)));
}

/** What a group matched; an unknown group is empty, as in Go. */
function groupOf(match: Match, group: string): string {
  if (!/^\d+$/.test(group)) {
    const index = match.pattern().namedGroups();
    return Object.hasOwn(index, group) ? (match.group(index[group]) ?? '') : '';
  }
  const index = Number(group);
  return index <= match.groupCount() ? (match.group(index) ?? '') : '';
}
