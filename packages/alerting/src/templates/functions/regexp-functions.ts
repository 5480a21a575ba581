import { TemplateError } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import { compileSearch } from '@telltale/promql';
import type { SearchPattern } from '@telltale/promql';
import { asString } from '../interpreter/arguments.ts';
import type { TemplateFunction, TemplateFunctions } from '../interpreter/template-function.ts';
import { taking } from './function-forms.ts';

const MAX_KNOWN = 200;
const MAX_KNOWN_LENGTH = 1000;
const MAX_TEXT_LENGTH = 1024 * 1024;
const known = new Map<string, SearchPattern>();

/** `match pattern text` and `reReplaceAll pattern replacement text`, with RE2's expressions. */
export const REGEXP_FUNCTIONS: TemplateFunctions = new Map<string, TemplateFunction>([
  [
    'match',
    taking(2, (args) => {
      const [pattern, text] = args.map(asString);
      return withPattern(pattern, (expression) => expression.isIn(text));
    }),
  ],
  [
    'reReplaceAll',
    taking(3, (args) => {
      const [pattern, replacement, text] = args.map(asString);
      return withPattern(pattern, (expression) => expression.replaceAll(text, replacement, MAX_TEXT_LENGTH));
    }),
  ],
]);

function withPattern<Result>(pattern: string, use: (expression: SearchPattern) => Result): Result {
  try {
    return use(patternOf(pattern));
  } catch (error) {
    if (error instanceof TelltaleError) throw new TemplateError(error.message);
    throw error;
  }
}

/** Rules use the same few expressions at each evaluation. */
function patternOf(pattern: string): SearchPattern {
  const found = known.get(pattern);
  if (found) return found;
  const expression = compileSearch(pattern);
  if (pattern.length > MAX_KNOWN_LENGTH) return expression;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(pattern, expression);
  return expression;
}
