import { TemplateError } from '@telltale/formats';
import { onText, taking } from '../functions/function-forms.ts';
import { humanizeDuration } from '../functions/humanize.ts';
import { REGEXP_FUNCTIONS } from '../functions/regexp-functions.ts';
import { asNumber, asString } from '../interpreter/arguments.ts';
import { escapeHtml } from '../interpreter/go-escapes.ts';
import { goDuration, goTime, timeMsOf } from '../interpreter/go-time.ts';
import { formatGoTime } from '../interpreter/go-time-layout.ts';
import type { TemplateFunction, TemplateFunctions } from '../interpreter/template-function.ts';
import { goMap, goSlice, isGoObject } from '../interpreter/template-value.ts';
import type { TemplateValue } from '../interpreter/template-value.ts';
import { jsonText } from './json-text.ts';
import { textsOf } from './key-values.ts';
import { parseGoTime } from './parse-go-time.ts';

/** The functions of Alertmanager's templates that are not of a moment. */
const FUNCTIONS: TemplateFunctions = new Map<string, TemplateFunction>([
  ...REGEXP_FUNCTIONS,
  ['toUpper', onText((text) => text.toUpperCase())],
  ['toLower', onText((text) => text.toLowerCase())],
  ['title', onText(titleCase)],
  ['trimSpace', onText((text) => text.trim())],
  ['join', taking(2, ([separator, list]) => textsOf(list).join(asString(separator)))],
  ['safeHtml', onText((text) => ({ kind: 'html', text }))],
  ['safeUrl', onText((text) => ({ kind: 'html', text: escapeHtml(text) }))],
  ['urlUnescape', onText(urlUnescape)],
  ['stringSlice', (args) => goSlice(args.map(asString), '[]string')],
  ['date', taking(2, ([layout, time]) => formatted(time, asString(layout)))],
  ['tz', taking(2, ([zone, time]) => inZone(timeMsOf(time), asString(zone)))],
  ['humanizeDuration', taking(1, ([value]) => humanizeDuration(secondsOf(value)))],
  ['toDate', taking(2, ([layout, text]) => goTime(parseGoTime(asString(layout), asString(text)) ?? 0))],
  ['mustToDate', taking(2, ([layout, text]) => goTime(mustParse(asString(layout), asString(text))))],
  ['toJson', taking(1, ([value]) => jsonText(value))],
  ['list', (args) => goSlice(args)],
  ['append', ([list, ...items]) => goSlice([...itemsOf(list), ...items])],
  ['dict', dictionary],
  ['base64encode', onText((text) => Buffer.from(text).toString('base64'))],
  ['base64decode', onText((text) => Buffer.from(text, 'base64').toString('utf8'))],
]);

/** The functions of notification templates at a moment. */
export function notificationFunctions(nowMs: number): TemplateFunctions {
  return new Map<string, TemplateFunction>([
    ...FUNCTIONS,
    ['now', () => goTime(nowMs)],
    ['since', taking(1, ([time]) => goDuration(nowMs - timeMsOf(time)))],
  ]);
}

function titleCase(text: string): string {
  return text.replace(
    /[\p{L}\p{N}_']+/gu,
    ([first, ...rest]) => first.toUpperCase() + rest.join('').toLowerCase(),
  );
}

function urlUnescape(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new TemplateError(`invalid URL escape in ${JSON.stringify(text)}`);
  }
}

function formatted(time: TemplateValue, layout: string): TemplateValue {
  const format = isGoObject(time) && time.kind === 'struct' ? time.methods?.get('Format') : undefined;
  if (!format) throw new TemplateError('wrong type for value; expected time.Time');
  return format([layout]);
}

function inZone(timeMs: number, zone: string): TemplateValue {
  // Finds out whether there is such a zone.
  formatGoTime(timeMs, zone, '');
  return goTime(timeMs, zone);
}

/** Of a duration its seconds. */
function secondsOf(value: TemplateValue): number {
  const isDuration = isGoObject(value) && value.kind === 'struct' && value.type === 'time.Duration';
  return isDuration ? timeMsOf(value) / 1000 : asNumber(value);
}

function mustParse(layout: string, text: string): number {
  const timeMs = parseGoTime(layout, text);
  if (timeMs === undefined)
    throw new TemplateError(`${JSON.stringify(text)} is no time of the form ${layout}`);
  return timeMs;
}

function itemsOf(value: TemplateValue | undefined): readonly TemplateValue[] {
  if (isGoObject(value) && value.kind === 'slice') return value.items;
  throw new TemplateError('append to something that is no list');
}

function dictionary(args: readonly TemplateValue[]): TemplateValue {
  const entries: [string, TemplateValue][] = [];
  for (let i = 0; i < args.length; i += 2)
    entries.push([asString(args[i]), i + 1 < args.length ? args[i + 1] : '']);
  return goMap(entries);
}
