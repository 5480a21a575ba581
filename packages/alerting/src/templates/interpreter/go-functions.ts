import { TemplateError } from '@telltale/formats';
import { LabelSet } from '@telltale/model';
import { asInteger, asString, checkCount } from './arguments.ts';
import { compareValues, equalValues } from './compare-values.ts';
import { escapeHtml, escapeJs, escapeQuery } from './go-escapes.ts';
import { printValue } from './print-value.ts';
import { printf } from './printf.ts';
import type { TemplateFunction } from './template-function.ts';
import { goType, isGoObject, isTruthy } from './template-value.ts';
import type { TemplateValue } from './template-value.ts';

/** The functions of Go's own `text/template`, but `and` and `or`, which do not evaluate all arguments. */
export const GO_FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['printf', ([format, ...args]) => printf(asString(format), args)],
  ['print', print],
  ['println', (args) => `${args.map(printValue).join(' ')}\n`],
  ['html', (args) => escapeHtml(print(args))],
  ['js', (args) => escapeJs(print(args))],
  ['urlquery', (args) => escapeQuery(print(args))],
  ['len', ([value]) => BigInt(lengthOf(value))],
  ['index', ([value, ...keys]) => keys.reduce(elementOf, present(value))],
  ['slice', ([value, ...bounds]) => sliceOf(present(value), bounds)],
  ['not', ([value]) => !isTruthy(present(value))],
  ['call', ([value]) => refuseCall(value)],
  ['eq', equalsAny],
  ['ne', (args) => !equalsAny(exactly(args, 2))],
  ['lt', (args) => order(args) < 0],
  ['le', (args) => order(args) <= 0],
  ['gt', (args) => order(args) > 0],
  ['ge', (args) => order(args) >= 0],
]);

function exactly(args: readonly TemplateValue[], count: number): readonly TemplateValue[] {
  checkCount(args, count);
  return args;
}

function order(args: readonly TemplateValue[]): number {
  const [a, b] = exactly(args, 2);
  return compareValues(a, b);
}

function equalsAny(args: readonly TemplateValue[]): boolean {
  checkCount(args, 2, Infinity);
  const [first, ...others] = args;
  return others.some((other) => equalValues(first, other));
}

/** Spaces stand between arguments of which neither is a text. */
function print(args: readonly TemplateValue[]): string {
  let text = '';
  for (const [i, value] of args.entries()) {
    const isSpaced = i > 0 && typeof value !== 'string' && typeof args[i - 1] !== 'string';
    text += (isSpaced ? ' ' : '') + printValue(value);
  }
  return text;
}

function present(value: TemplateValue | undefined): TemplateValue {
  if (value === undefined) throw new TemplateError('wrong number of args: want at least 1 got 0');
  return value;
}

function refuseCall(value: TemplateValue | undefined): never {
  throw new TemplateError(`error calling call: non-function of type ${goType(present(value))}`);
}

function lengthOf(value: TemplateValue | undefined): number {
  const given = present(value);
  if (typeof given === 'string') return Buffer.byteLength(given);
  if (given instanceof LabelSet) return given.size;
  if (given !== null && typeof given === 'object') {
    if (given.kind === 'slice') return given.items.length;
    if (given.kind === 'map') return given.entries.size;
    if (given.kind === 'html') return Buffer.byteLength(given.text);
  }
  throw new TemplateError(`len of type ${goType(given)}`);
}

function elementOf(value: TemplateValue, key: TemplateValue): TemplateValue {
  if (value instanceof LabelSet) return value.get(asString(key));
  if (typeof value === 'string') return BigInt(itemAt([...Buffer.from(value)], key));
  if (value !== null && typeof value === 'object') {
    if (value.kind === 'map') return value.entries.get(asString(key)) ?? value.zero ?? null;
    if (value.kind === 'slice') return itemAt(value.items, key);
  }
  throw new TemplateError(`can't index item of type ${goType(value)}`);
}

function itemAt<Item>(items: readonly Item[], key: TemplateValue): Item {
  const at = asInteger(key);
  if (at < 0 || at >= items.length) throw new TemplateError(`error calling index: index out of range: ${at}`);
  return items[at];
}

function sliceOf(value: TemplateValue, bounds: readonly TemplateValue[]): TemplateValue {
  const size = lengthOf(value);
  const [from = 0, to = size] = bounds.map(asInteger);
  if (from < 0 || to > size || from > to) throw new TemplateError(`slice index out of range: ${from}:${to}`);
  if (typeof value === 'string') return Buffer.from(value).subarray(from, to).toString();
  if (isGoObject(value) && value.kind === 'slice') {
    return { ...value, items: value.items.slice(from, to) };
  }
  throw new TemplateError(`can't slice item of type ${goType(value)}`);
}
