import {
  humanize,
  humanize1024,
  humanizeDuration,
  humanizePercentage,
  humanizeTimestamp,
} from './humanize.ts';
import { printf } from './printf.ts';
import { TemplateError } from '@telltale/formats';
import { goType, isTruthy, printValue } from './template-value.ts';
import type { TemplateValue } from './template-value.ts';

export type TemplateFunction = (args: readonly TemplateValue[]) => TemplateValue;

/** The functions a template can call, by name. */
export const TEMPLATE_FUNCTIONS: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ['humanize', onNumber(humanize)],
  ['humanize1024', onNumber(humanize1024)],
  ['humanizeDuration', onNumber(humanizeDuration)],
  ['humanizePercentage', onNumber(humanizePercentage)],
  ['humanizeTimestamp', onNumber(humanizeTimestamp)],
  ['toUpper', onString((text) => text.toUpperCase())],
  ['toLower', onString((text) => text.toLowerCase())],
  ['title', onString((text) => text.replace(/(^|[^\p{L}\p{N}_'])(\p{L})/gu, (all) => all.toUpperCase()))],
  ['stripPort', onString((text) => text.replace(/^\[?([^\]]*?)\]?:\d+$/, '$1'))],
  ['stripDomain', onString((text) => text.replace(/^([^.:]+)\.[^:]*/, '$1'))],
  ['printf', ([format, ...args]) => printf(asString(format), args)],
  ['print', (args) => args.map(printValue).join('')],
  ['len', ([value]) => BigInt(lengthOf(value))],
  ['index', ([labels, name]) => lookUp(labels, asString(name))],
  ['not', ([value]) => !isTruthy(value)],
  ['and', (args) => args.find((value) => !isTruthy(value)) ?? lastOf(args)],
  ['or', (args) => args.find(isTruthy) ?? lastOf(args)],
  ['eq', ([first, ...others]) => others.some((other) => compare(first, other) === 0)],
  ['ne', ([a, b]) => compare(a, b) !== 0],
  ['lt', ([a, b]) => compare(a, b) < 0],
  ['le', ([a, b]) => compare(a, b) <= 0],
  ['gt', ([a, b]) => compare(a, b) > 0],
  ['ge', ([a, b]) => compare(a, b) >= 0],
]);

function onNumber(format: (value: number) => string): TemplateFunction {
  return ([value]) => format(asNumber(value));
}

function onString(change: (text: string) => string): TemplateFunction {
  return ([value]) => change(asString(value));
}

/** Numbers are taken from strings too, as Prometheus' functions do. */
function asNumber(value: TemplateValue | undefined): number {
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  if (typeof value === 'string' && value.trim() === value && value !== '' && !Number.isNaN(Number(value))) {
    return Number(value);
  }
  if (value === 'NaN') return NaN;
  throw new TemplateError(
    value === undefined
      ? 'wrong number of args: want 1 got 0'
      : `can't convert ${JSON.stringify(printValue(value))} to a number`,
  );
}

function asString(value: TemplateValue | undefined): string {
  if (typeof value === 'string') return value;
  throw new TemplateError(
    value === undefined
      ? 'wrong number of args'
      : `wrong type for value; expected string; got ${goType(value)}`,
  );
}

function lastOf(args: readonly TemplateValue[]): TemplateValue {
  const last = args.at(-1);
  if (last === undefined) throw new TemplateError('wrong number of args: want at least 1 got 0');
  return last;
}

function lengthOf(value: TemplateValue | undefined): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (typeof value === 'object' && 'size' in value) return value.size;
  throw new TemplateError('len of something without a length');
}

function lookUp(labels: TemplateValue | undefined, name: string): string {
  if (typeof labels === 'object' && 'size' in labels) return labels.get(name);
  throw new TemplateError('index of something that is no map');
}

/** As in Go, only values of one type can be compared; NaN is neither equal, less nor more. */
function compare(a: TemplateValue | undefined, b: TemplateValue | undefined): number {
  if (a === undefined || b === undefined) throw new TemplateError('missing argument for comparison');
  if (typeof a === 'object' || typeof a !== typeof b)
    throw new TemplateError('incompatible types for comparison');
  if (a === b) return 0;
  return a < b ? -1 : a > b ? 1 : NaN;
}
