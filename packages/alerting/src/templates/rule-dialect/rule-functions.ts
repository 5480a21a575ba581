import { TemplateError } from '@telltale/formats';
import { parseDuration } from '@telltale/model';
import { onNumber, onText } from '../functions/function-forms.ts';
import { escapeQuery } from '../interpreter/go-escapes.ts';
import { goDuration, goTime } from '../interpreter/go-time.ts';
import type { TemplateFunction, TemplateFunctions } from '../interpreter/template-function.ts';
import { goMap } from '../interpreter/template-value.ts';
import {
  humanize,
  humanize1024,
  humanizeDuration,
  humanizePercentage,
  humanizeTimestamp,
  unixMs,
} from '../functions/humanize.ts';
import { REGEXP_FUNCTIONS } from '../functions/regexp-functions.ts';
import { stripDomain, stripPort } from './network-names.ts';
import { QUERY_RESULT_FUNCTIONS } from './query-result.ts';

/** The functions of Prometheus' rule templates that need to know nothing of the server or the moment. */
export const RULE_FUNCTIONS: TemplateFunctions = new Map<string, TemplateFunction>([
  ['humanize', onNumber(humanize)],
  ['humanize1024', onNumber(humanize1024)],
  ['humanizeDuration', onNumber(humanizeDuration)],
  ['humanizePercentage', onNumber(humanizePercentage)],
  ['humanizeTimestamp', onNumber(humanizeTimestamp)],
  ['toTime', onNumber((seconds) => goTime(unixMs(seconds)))],
  ['toDuration', onNumber((seconds) => goDuration(seconds * 1000))],
  ['parseDuration', onText(parseSeconds)],
  ['toUpper', onText((text) => text.toUpperCase())],
  ['toLower', onText((text) => text.toLowerCase())],
  ['title', onText(titleCase)],
  ['stripPort', onText(stripPort)],
  ['stripDomain', onText(stripDomain)],
  ['safeHtml', onText((text) => ({ kind: 'html', text }))],
  ['urlQueryEscape', onText(escapeQuery)],
  ['graphLink', onText((query) => `/graph?g0.expr=${escapeQuery(query)}&g0.tab=0`)],
  ['tableLink', onText((query) => `/graph?g0.expr=${escapeQuery(query)}&g0.tab=1`)],
  ['args', (args) => goMap(args.map((value, i) => [`arg${i}`, value]))],
  ...REGEXP_FUNCTIONS,
  ...QUERY_RESULT_FUNCTIONS,
]);

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
