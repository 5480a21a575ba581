/** A text, or what a group matched. */
export type ReplacementPart = string | { readonly group: string };

/** As in Go's `Regexp.Expand`: a name is as long as it can be, anything else is a plain dollar sign. */
const REFERENCE = /\$(?:\$|([\p{L}\p{Nd}_]+)|\{([\p{L}\p{Nd}_]+)\})/gu;

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

/** A replacement whose references are resolved against the groups of an expression. */
export interface Replacement {
  /** Whether it depends on what was matched. */
  readonly usesGroups: boolean;
  readonly expand: (groups: readonly string[]) => string;
}

/** Numbers of groups are short; a leading zero makes a name of them. */
const NUMBER = /^(?:0|[1-9]\d{0,7})$/;

/** References to groups that do not exist are empty. */
export function compileReplacement(text: string, names: ReadonlyMap<string, number>): Replacement {
  const parts = parseReplacement(text).filter((part) => part !== '');
  const texts = parts.filter((part) => typeof part === 'string');
  const usesGroups = texts.length < parts.length;
  if (!usesGroups) {
    const constant = texts.join('');
    return { usesGroups, expand: () => constant };
  }
  const resolved = parts.map((part) => {
    if (typeof part === 'string') return part;
    return NUMBER.test(part.group) ? Number(part.group) : (names.get(part.group) ?? -1);
  });
  const [only] = resolved;
  if (resolved.length === 1 && typeof only === 'number') {
    return { usesGroups, expand: (groups) => groups[only] ?? '' };
  }
  return {
    usesGroups,
    expand: (groups) =>
      resolved.map((part) => (typeof part === 'string' ? part : (groups[part] ?? ''))).join(''),
  };
}
