import type { LabelSet } from '@telltale/model';
import { TelltaleError, quoteText } from '@telltale/model';
import type { RE2JS } from 're2js';
import { compileExpression } from '../../regexp/full-match.ts';
import { executionError } from '../../errors/execution-error.ts';
import { withLabel } from '../values/relabel.ts';
import { mergeSameLabels } from '../values/merge-series.ts';
import type { StepSeries, Value } from '../values/value.ts';
import type { CallInput, FunctionFamily } from './call-input.ts';
import { stringArgument, vectorArgument } from './call-input.ts';

/** Functions that rewrite labels and leave values alone. */
export const labelFunctions: FunctionFamily = {
  label_replace: (input) => {
    const target = labelName(input, 1);
    const template = parseTemplate(stringArgument(input, 2));
    const from = stringArgument(input, 3);
    const expression = compiled(input, stringArgument(input, 4));
    return relabelled(input, target, (labels) => {
      const match = expression.matcher(labels.get(from));
      if (!match.matches()) return undefined;
      return template.map((part) => (typeof part === 'string' ? part : groupOf(match, part.group))).join('');
    });
  },
  label_join: (input) => {
    const target = labelName(input, 1);
    const separator = stringArgument(input, 2);
    const sources = input.args.slice(3).map((_, i) => labelName(input, i + 3));
    return relabelled(input, target, (labels) => sources.map((name) => labels.get(name)).join(separator));
  },
};

/** Sets a label to the given text, where there is one; a metric name that was set so is kept. */
async function relabelled(
  input: CallInput,
  target: string,
  textOf: (labels: LabelSet) => string | undefined,
): Promise<Value> {
  const { budget } = input.context;
  const series: StepSeries[] = [];
  for (const item of vectorArgument(input, 0).series) {
    if (budget.isDue()) await budget.pause();
    const text = textOf(item.labels);
    const dropName = target === '__name__' && text !== undefined ? false : item.dropName;
    series.push(
      text === undefined ? item : { ...item, labels: withLabel(item.labels, target, text), dropName },
    );
  }
  return { type: 'vector', series: mergeSameLabels(series, input.node.source) };
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

type Match = ReturnType<RE2JS['matcher']>;
type TemplatePart = string | { readonly group: string };

const REFERENCE = /\$(?:\$|(\w+)|\{(\w+)\})/g;

/** Splits `a-$1-${name}` to texts and references; `$$` is a dollar sign. */
function parseTemplate(template: string): TemplatePart[] {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (const match of template.matchAll(REFERENCE)) {
    parts.push(template.slice(at, match.index));
    const group = match[1] ?? match[2];
    parts.push(group === undefined ? '$' : { group });
    at = match.index + match[0].length;
  }
  parts.push(template.slice(at));
  return parts;
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
