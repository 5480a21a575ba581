import { FUNCTIONS } from '../../analysis/function-table.ts';
import { closestName, quoteText } from '@telltale/model';
import { GROUPING } from './misplaced-word.ts';
import type { SyntaxFault } from './syntax-fault.ts';
import type { Token } from '../tokens/token.ts';

const AGGREGATIONS =
  'sum avg min max count group stddev stdvar topk bottomk quantile count_values limitk limit_ratio';
const KEYWORDS =
  'and or unless atan2 by without on ignoring group_left group_right bool offset start end fill fill_left fill_right';
/** What functions of earlier versions are called now. */
const RENAMED: ReadonlyMap<string, string> = new Map([['holt_winters', 'double_exponential_smoothing']]);
const CALLABLE: ReadonlySet<string> = new Set([...FUNCTIONS.keys(), ...AGGREGATIONS.split(' ')]);
const RESERVED: ReadonlySet<string> = new Set([...AGGREGATIONS.split(' '), ...KEYWORDS.split(' ')]);

/** A name in front of a parenthesis that is neither a function nor an aggregation. */
export function unknownFunction(tokens: readonly Token[]): SyntaxFault | undefined {
  // Nothing is called among matchers.
  let isInBraces = false;
  for (const [i, { kind, text, source }] of tokens.entries()) {
    if (kind === 'symbol' && (text === '{' || text === '}')) isInBraces = text === '{';
    if (isInBraces || kind !== 'word' || tokens[i + 1]?.text !== '(') continue;
    if (GROUPING.test(tokens[i - 1]?.text ?? '')) continue;
    if (CALLABLE.has(text) || RESERVED.has(text.toLowerCase())) continue;
    const closest = RENAMED.get(text) ?? closestName(text, CALLABLE);
    const hint = closest === undefined ? '' : `; did you mean ${closest}?`;
    return { reason: `unknown function with name ${quoteText(text)}${hint}`, source };
  }
  return undefined;
}
