import type { RE2JS } from 're2js';

/** A match of an expression that is asked for its groups. */
export type Match = ReturnType<RE2JS['matcher']>;

/** A text, or what a group matched. */
export type ReplacementPart = string | { readonly group: string };

const REFERENCE = /\$(?:\$|(\w+)|\{(\w+)\})/g;

/** Splits `a-$1-${name}` to texts and references; `$$` is a dollar sign. */
export function parseReplacement(replacement: string): readonly ReplacementPart[] {
  const parts: ReplacementPart[] = [];
  let at = 0;
  for (const match of replacement.matchAll(REFERENCE)) {
    parts.push(replacement.slice(at, match.index));
    const group = match[1] ?? match[2];
    parts.push(group === undefined ? '$' : { group });
    at = match.index + match[0].length;
  }
  parts.push(replacement.slice(at));
  return parts;
}

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
