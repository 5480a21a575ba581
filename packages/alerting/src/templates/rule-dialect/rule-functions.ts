import { TemplateError } from '@telltale/formats';
import { parseDuration } from '@telltale/model';
import { asNumber, asString, checkCount } from '../interpreter/arguments.ts';
import { escapeQuery } from '../interpreter/go-escapes.ts';
import { goDuration, goTime } from '../interpreter/go-time.ts';
import type { TemplateFunction, TemplateFunctions } from '../interpreter/template-function.ts';
import { goMap } from '../interpreter/template-value.ts';
import type { TemplateValue } from '../interpreter/template-value.ts';
import {
  humanize,
  humanize1024,
  humanizeDuration,
  humanizePercentage,
  humanizeTimestamp,
  unixMs,
} from './humanize.ts';
import { stripDomain, stripPort } from './network-names.ts';
import { QUERY_RESULT_FUNCTIONS } from './query-result.ts';
import { REGEXP_FUNCTIONS } from './regexp-functions.ts';

/** The functions of Prometheus' rule templates that need to know nothing of the server or the moment. */
export const RULE_FUNCTIONS: TemplateFunctions = new Map<string, TemplateFunction>([
  ['humanize', onNumber(humanize)],
  ['humanize1024', onNumber(humanize1024)],
  ['humanizeDuration', onNumber(humanizeDuration)],
  ['humanizePercentage', onNumber(humanizePercentage)],
  ['humanizeTimestamp', onNumber(humanizeTimestamp)],
  ['toTime', onNumber((seconds) => goTime(unixMs(seconds)))],
  ['toDuration', onNumber((seconds) => goDuration(seconds * 1000))],
  ['parseDuration', onString(parseSeconds)],
  ['toUpper', onString((text) => text.toUpperCase())],
  ['toLower', onString((text) => text.toLowerCase())],
  ['title', onString(titleCase)],
  ['stripPort', onString(stripPort)],
  ['stripDomain', onString(stripDomain)],
  ['safeHtml', onString((text) => ({ kind: 'html', text }))],
  ['urlQueryEscape', onString(escapeQuery)],
  ['graphLink', onString((query) => `/graph?g0.expr=${escapeQuery(query)}&g0.tab=0`)],
  ['tableLink', onString((query) => `/graph?g0.expr=${escapeQuery(query)}&g0.tab=1`)],
  ['args', (args) => goMap(args.map((value, i) => [`arg${i}`, value]))],
  ...REGEXP_FUNCTIONS,
  ...QUERY_RESULT_FUNCTIONS,
]);

function onNumber(format: (value: number) => TemplateValue): TemplateFunction {
  return (args) => {
    checkCount(args, 1);
    return format(asNumber(args[0]));
  };
}

function onString(change: (text: string) => TemplateValue): TemplateFunction {
  return (args) => {
    checkCount(args, 1);
    return change(asString(args[0]));
  };
}

/** A duration such as `1h30m`, also below zero, in seconds. */
function parseSeconds(text: string): number {
  const isNegative = text.startsWith('-');
  const ms = parseDuration(isNegative ? text.slice(1) : text);
  if (ms === undefined) throw new TemplateError(`not a valid duration string: ${JSON.stringify(text)}`);
  return (isNegative ? -ms : ms) / 1000;
}

/** The first letter of each word large, all others as they are. */
function titleCase(text: string): string {
  return text.replace(/(^|[^\p{L}\p{N}\p{M}_'’])(\p{L})/gu, (all) => all.toUpperCase());
}
