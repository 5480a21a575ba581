import type { Token } from '../tokens/token.ts';

/** Signs of other languages, and what PromQL writes instead. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['&&', 'write and instead of &&'],
  ['||', 'write or instead of ||'],
  ['<>', 'write != instead of <>'],
]);
const NEGATION = 'compare with == 0, or see absent() and unless';

/** What is written instead of something that other languages have and PromQL has not. */
export function foreignSyntax(tokens: readonly Token[], index: number): string | undefined {
  const { kind, text } = tokens[index];
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  for (const pair of [before && before.text + text, after && text + after.text]) {
    const advice = pair === undefined ? undefined : SIGNS.get(pair);
    if (advice !== undefined) return advice;
  }
  if (before?.kind === 'word' && before.text.toLowerCase() === 'not') return NEGATION;
  if (kind !== 'symbol') return undefined;
  if (text === '!') return NEGATION;
  if (text === '?') return 'a comparison with bool gives 1 or 0, as in x > bool 5';
  return text === ';' ? 'a query is one expression, without a semicolon' : undefined;
}
