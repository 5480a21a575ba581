import { TemplateError } from '@telltale/formats';
import { LabelSet } from '@telltale/model';
import type { VectorSample } from '@telltale/model';
import { asString } from '../interpreter/arguments.ts';
import type { TemplateFunction, TemplateFunctions } from '../interpreter/template-function.ts';
import { goSlice, goStruct, goType, isGoObject } from '../interpreter/template-value.ts';
import type { GoSlice, GoStruct, TemplateValue } from '../interpreter/template-value.ts';

const RESULT_TYPE = 'template.queryResult';
const SAMPLE_TYPE = '*template.sample';

/** The result of a query as templates see it: a list of samples with `.Labels` and `.Value`. */
export function queryResultValue(samples: readonly VectorSample[]): GoSlice {
  const items = samples.map(({ labels, value }) =>
    goStruct(SAMPLE_TYPE, [
      ['Labels', labels],
      ['Value', value],
    ]),
  );
  return goSlice(items, RESULT_TYPE);
}

/** Functions that take the result of a query, or one of its samples. */
export const QUERY_RESULT_FUNCTIONS: TemplateFunctions = new Map<string, TemplateFunction>([
  ['first', ([result]) => firstOf(asResult(result))],
  ['label', ([name, sample]) => labelsOf(asSample(sample)).get(asString(name))],
  ['value', ([sample]) => asSample(sample).fields.get('Value') ?? NaN],
  ['strvalue', ([sample]) => labelsOf(asSample(sample)).get('__value__')],
  ['sortByLabel', ([name, result]) => sortedBy(asString(name), asResult(result))],
]);

function firstOf({ items }: GoSlice): TemplateValue {
  const [first] = items;
  if (first === undefined)
    throw new TemplateError('error calling first: first() called on vector with no elements');
  return first;
}

function sortedBy(name: string, result: GoSlice): GoSlice {
  const keyed = result.items.map((item) => ({ item, key: labelsOf(asSample(item)).get(name) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return { ...result, items: keyed.map(({ item }) => item) };
}

function labelsOf(sample: GoStruct): LabelSet {
  const labels = sample.fields.get('Labels');
  return labels instanceof LabelSet ? labels : LabelSet.empty;
}

function asResult(value: TemplateValue | undefined): GoSlice {
  if (isGoObject(value) && value.kind === 'slice' && value.type === RESULT_TYPE) return value;
  throw wrongType(value, RESULT_TYPE);
}

function asSample(value: TemplateValue | undefined): GoStruct {
  if (isGoObject(value) && value.kind === 'struct' && value.type === SAMPLE_TYPE) return value;
  throw wrongType(value, SAMPLE_TYPE);
}

function wrongType(value: TemplateValue | undefined, expected: string): TemplateError {
  return new TemplateError(
    value === undefined
      ? 'wrong number of args'
      : `wrong type for value; expected ${expected}; got ${goType(value)}`,
  );
}
