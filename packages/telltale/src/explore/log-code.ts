import { parseLogQuery, printLogQuery } from '@telltale/model';
import type { LogFilter } from '@telltale/model';
import type { LogCodeRequest } from '@telltale/station/contract';
import { compileRegexp } from '@telltale/storage';
import { blockObject, inlineObject, textLiteral } from '../init/typescript-text.ts';

const FALLBACK = 'log records';
/** The usual length of names of metrics. */
const MAX_NAME = 60;

/**
 * Log records as TypeScript: sections of a definition with a counter of them, and an alert that fires when it grows.
 *
 * @throws SearchSyntaxError for what is no query.
 */
export function logCode({ query, filter, title }: LogCodeRequest): string {
  const text = printLogQuery(bothOf(query, filter));
  const given = title.trim() === '' ? 'Log records' : title.trim();
  const words = given.match(/[A-Za-z0-9]+/g) ?? [];
  const metric = metricName(words);
  const counter = blockObject([
    ['help', textLiteral(`Log records of the alert "${given}".`)],
    ['query', textLiteral(text)],
    ['labels', inlineObject([['service', textLiteral('service')]])],
  ]);
  const alert = blockObject([
    ['when', `m.${metric}.increase('5m').sum('service').above(0)`],
    ['onNoData', textLiteral('ignore')],
    ['severity', textLiteral('ticket')],
    ['summary', textLiteral(given)],
  ]);
  const metrics = blockObject([[metric, `logCounter(${counter})`]]);
  const alerts = blockObject([[alertName(words), `alert(${alert})`]]);
  return [
    "// import { alert, logCounter } from '@telltale/sdk/define';",
    `logs: ${blockObject([['metrics', metrics]])},`,
    `alerts: (m) => (${alerts}),`,
    '',
  ].join('\n');
}

/** What is written and what is chosen, as one; what says nothing is left out. */
function bothOf(query: string, filter: string): LogFilter {
  const filters = [query, filter].flatMap((text) => {
    const part = parseLogQuery(text, { compileRegexp });
    return part.kind === 'and' ? part.filters : [part];
  });
  return filters.length === 1 ? filters[0] : { kind: 'and', filters };
}

/** `refused_payments_total` of `Refused payments`. */
function metricName(words: readonly string[]): string {
  const stem = words
    .join('_')
    .toLowerCase()
    .slice(0, MAX_NAME)
    .replace(/_+$/, '')
    .replace(/_total$/, '');
  const name = stem === '' ? FALLBACK.replace(' ', '_') : stem;
  return `${/^\d/.test(name) ? 'log_' : ''}${name}_total`;
}

/** `RefusedPayments` of `refused payments`. */
function alertName(words: readonly string[]): string {
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[A-Za-z]/.test(name) ? name : `LogRecords${name}`;
}
