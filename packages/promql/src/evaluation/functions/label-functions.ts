import { TelltaleError, parseReplacement, quoteText } from '@telltale/model';
import type { ReplacementPart } from '@telltale/model';
import type { RE2JS } from 're2js';
import { compileExpression } from '../../regexp/full-match.ts';
import { replacementTexts } from '../../regexp/replacement.ts';
import { executionError } from '../../errors/execution-error.ts';
import { mergeSameLabels } from '../values/merge-series.ts';
import type { StepSeries, Value } from '../values/value.ts';
import type { CallInput, FunctionFamily } from './call-input.ts';
import { stringArgument, vectorArgument } from './call-input.ts';
import type { LabelRewrite } from './label-rewrite.ts';
import { rewriteOf } from './label-rewrite.ts';

/** Functions that rewrite labels and leave values alone. */
export const labelFunctions: FunctionFamily = {
  label_replace: (input) => {
    const target = labelName(input, 1);
    const [replacement, from, pattern] = [2, 3, 4].map((index) => stringArgument(input, index));
    const key = JSON.stringify(['replace', target, replacement, from, pattern]);
    const rewrite = rewriteOf(key, () => {
      const template = parseReplacement(replacement);
      const expression = compiled(input, pattern);
      return {
        target,
        sources: [from],
        make: ([value], onLength) => expanded(template, expression, value, onLength),
      };
    });
    return relabelled(input, target, rewrite);
  },
  label_join: (input) => {
    const target = labelName(input, 1);
    const separator = stringArgument(input, 2);
    const sources = input.args.slice(3).map((_, i) => labelName(input, i + 3));
    const rewrite = rewriteOf(JSON.stringify(['join', target, separator, sources]), () => ({
      target,
      sources,
      make: (values, onLength) => {
        onLength(lengthOf(values) + separator.length * values.length);
        return values.join(separator);
      },
    }));
    return relabelled(input, target, rewrite);
  },
};

const BYTES_PER_UNIT = 2;

/**
 * No label needs more. Functions nested in each other can double a text each time: a single text that the
 * heap has no room for would end the whole process, not only the thread that made it.
 */
const MAX_LABEL_LENGTH = 1024 * 1024;

/** Sets a label to the given text, where there is one; a metric name that was set so is kept. */
async function relabelled(input: CallInput, target: string, rewrite: LabelRewrite): Promise<Value> {
  const { budget } = input.context;
  const onLength = (length: number): void => {
    if (length > MAX_LABEL_LENGTH) throw tooLong(input);
    budget.hold(length * BYTES_PER_UNIT);
  };
  const series: StepSeries[] = [];
  for (const item of vectorArgument(input, 0).series) {
    if (budget.isDue()) await budget.pause();
    const { labels, isSet } = rewrite.apply(item.labels, onLength);
    const dropName = target === '__name__' && isSet ? false : item.dropName;
    series.push(isSet ? { ...item, labels, dropName } : item);
  }
  return { type: 'vector', series: mergeSameLabels(series, input.node.source) };
}

function tooLong({ node }: CallInput): TelltaleError {
  const reason = `${node.func}() would make a label value of more than ${MAX_LABEL_LENGTH} characters`;
  return new TelltaleError('TT_QUERY_LIMIT', reason);
}

/** The text for a value that the expression matches. Some references in a text can make a very long one. */
function expanded(
  template: readonly ReplacementPart[],
  expression: RE2JS,
  value: string,
  onLength: (length: number) => void,
): string | undefined {
  const match = expression.matcher(value);
  if (!match.matches()) return undefined;
  const parts = replacementTexts(template, match);
  onLength(lengthOf(parts));
  return parts.join('');
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, { length }) => sum + length, 0);
}

function labelName(input: CallInput, index: number): string {
  const name = stringArgument(input, index);
  if (name !== '' && name.isWellFormed()) return name;
  throw executionError(
    `invalid label name in ${input.node.func}(): ${quoteText(name)}`,
    input.node.args[index].source,
    'A label name is a text that is not empty.',
  );
}

function compiled(input: CallInput, pattern: string): RE2JS {
  try {
    return compileExpression(pattern);
  } catch (error) {
    if (!(error instanceof TelltaleError)) throw error;
    const place = input.node.args[4].source;
    throw executionError(`invalid regular expression in label_replace(): ${pattern}`, place, error.message);
  }
}
