import type { Token } from '../tokens/token.ts';

/** The innermost bracket that is open in front of a token; it tells what is being written. */
export function enclosingBracket(tokens: readonly Token[], index: number): '(' | '[' | '{' | undefined {
  let closed = 0;
  for (let i = index - 1; i >= 0; i--) {
    const { kind, text } = tokens[i];
    if (kind !== 'symbol') continue;
    if (text === ')' || text === ']' || text === '}') closed++;
    else if ((text === '(' || text === '[' || text === '{') && closed-- === 0) return text;
  }
  return undefined;
}
