/**
 * Patterns whose meaning needs no regular-expression engine. Each recogniser accepts only shapes
 * for which the test it returns is equal to a full, dot-matches-newline match; everything else is
 * left to the engine.
 */

/** Characters that stand for themselves outside of classes in RE2 syntax. */
const PLAIN = /^[A-Za-z0-9_\-/:, =@%&"'<>~!#;]*$/;
const ESCAPED = /\\([.\-/*+?()|[\]{}^$\\])/gy;
const META = /[.*+?()|[\]{}^$\\]/;

/** The test for a common pattern, or `undefined` where the engine is needed. */
export function fastPattern(pattern: string): ((value: string) => boolean) | undefined {
  if (pattern === '.*') return () => true;
  if (pattern === '.+') return (value) => value !== '';
  return alternation(pattern) ?? affix(pattern) ?? template(pattern);
}

/** `a|b|c` and `(a|b|c)`: a set. */
function alternation(pattern: string): ((value: string) => boolean) | undefined {
  const branches = unwrapped(pattern).split('|').map(literal);
  if (!branches.every((branch) => branch !== undefined)) return undefined;
  if (branches.length === 1) {
    const [only] = branches;
    return (value) => value === only;
  }
  const values = new Set(branches);
  return (value) => values.has(value);
}

/** The inside of a group around the whole pattern. */
function unwrapped(pattern: string): string {
  const isGroup = pattern.startsWith('(') && pattern.endsWith(')') && !pattern.endsWith('\\)');
  const inside = pattern.slice(1, -1);
  return isGroup && !/[()?]/.test(inside) ? inside : pattern;
}

/** `prefix.*`, `prefix.+`, `.*suffix`, `.+suffix` and `.*middle.*`. */
function affix(pattern: string): ((value: string) => boolean) | undefined {
  const head = /^\.[*+]/.exec(pattern)?.[0] ?? '';
  const tail = /(?<!\\)\.[*+]$/.exec(pattern)?.[0] ?? '';
  if (head === '' && tail === '') return undefined;
  const text = literal(pattern.slice(head.length, pattern.length - tail.length));
  if (text === undefined || text === '') return undefined;
  const minLength = text.length + (head === '.+' ? 1 : 0) + (tail === '.+' ? 1 : 0);
  if (head === '') return (value) => value.length >= minLength && value.startsWith(text);
  if (tail === '') return (value) => value.length >= minLength && value.endsWith(text);
  // With `.+` on a side the text may also occur where it does not count, so the engine decides.
  return head === '.*' && tail === '.*' ? (value) => value.includes(text) : undefined;
}

/** `5..`: literal characters and single wildcards. */
function template(pattern: string): ((value: string) => boolean) | undefined {
  if (!PLAIN.test(pattern.replaceAll('.', ''))) return undefined;
  const WILDCARD = '.';
  return (value) => {
    let at = 0;
    for (const character of value) {
      if (at === pattern.length) return false;
      const wanted = pattern[at++];
      if (wanted !== WILDCARD && wanted !== character) return false;
    }
    return at === pattern.length;
  };
}

/** The text that a pattern without operators stands for. */
function literal(pattern: string): string | undefined {
  if (PLAIN.test(pattern)) return pattern;
  let text = '';
  let at = 0;
  while (at < pattern.length) {
    ESCAPED.lastIndex = at;
    const escaped = ESCAPED.exec(pattern);
    if (!escaped && (META.test(pattern[at]) || !PLAIN.test(pattern[at]))) return undefined;
    text += escaped ? escaped[1] : pattern[at];
    at += escaped ? 2 : 1;
  }
  return text;
}
