import { quoteText } from '@telltale/model';
import { parseNumberLiteral } from '../../literals/number-literal.ts';
import type { Token } from '../tokens/token.ts';
import { enclosingBracket } from './enclosing-bracket.ts';
import { meantDuration } from './meant-duration.ts';
import type { SyntaxFault } from './syntax-fault.ts';

/** The first thing that starts like a number and is neither a number nor a duration. */
export function badNumber(tokens: readonly Token[]): SyntaxFault | undefined {
  const index = tokens.findIndex(
    ({ kind, text }) => kind === 'number' && parseNumberLiteral(text) === undefined,
  );
  if (index === -1) return undefined;
  const { text, source } = tokens[index];
  const isInRange = enclosingBracket(tokens, index) === '[';
  const meant = (isInRange ? undefined : meantSize(text)) ?? meantDuration(text);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return { reason: `bad number or duration syntax: ${quoteText(text)}${hint}`, source };
}

const EXPONENTS: ReadonlyMap<string, number> = new Map([
  ['k', 3],
  ['K', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
]);

/** What a number with a prefix of the metric system is, such as `5k` or `2GB`. */
function meantSize(text: string): string | undefined {
  const [, count, prefix] = /^(\d+(?:\.\d+)?)([kKMGT])B?$/.exec(text) ?? [];
  const exponent = EXPONENTS.get(prefix);
  return exponent === undefined ? undefined : `${count}e${exponent}`;
}
