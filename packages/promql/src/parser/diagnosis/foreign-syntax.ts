import type { Token } from '../tokens/token.ts';

const NEGATION = 'compare with == 0, or see absent() and unless';
/** Signs of other languages, and what PromQL writes instead. */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ['&&', 'write and instead of &&'],
  ['||', 'write or instead of ||'],
  ['<>', 'write != instead of <>'],
  ['=>', 'write >= instead of =>'],
  ['=<', 'write <= instead of =<'],
  ['//', 'comments begin with #'],
  ['/*', 'comments begin with #'],
  ['!', NEGATION],
  ['?', 'a comparison with bool gives 1 or 0, as in x > bool 5'],
  [';', 'a query is one expression, without a semicolon'],
  ['|', 'functions are written around their argument, as in sum(x)'],
  ['$', 'a variable must be replaced first'],
  ['≥', 'write >= instead of ≥'],
  ['≤', 'write <= instead of ≤'],
  ['≠', 'write != instead of ≠'],
  ['×', 'write * instead of ×'],
  ['÷', 'write / instead of ÷'],
  ['−', 'write - instead of −'],
]);

/** What is written instead of something that other languages have and PromQL has not. */
export function foreignSyntax(tokens: readonly Token[], index: number): string | undefined {
  const { text } = tokens[index];
  const before = tokens[index - 1];
  const after = tokens[index + 1];
  for (const sign of [before && before.text + text, after && text + after.text, text]) {
    const advice = sign === undefined ? undefined : SIGNS.get(sign);
    if (advice !== undefined) return advice;
  }
  return before?.kind === 'word' && before.text.toLowerCase() === 'not' ? NEGATION : undefined;
}
