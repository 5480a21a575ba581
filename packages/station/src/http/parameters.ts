import type { FastifyRequest } from 'fastify';
import { parseDuration } from '@telltale/model';
import { BadRequestError, invalidParameter } from './bad-request-error.ts';

/** The earliest and the latest moment that has a date: what label APIs take for "always". */
export const MIN_TIME_MS = -8.64e15;
export const MAX_TIME_MS = 8.64e15;

/** The parameters of a request: of a form body where one was posted, and of the URL. */
export function parametersOf(request: FastifyRequest): URLSearchParams {
  const question = request.url.indexOf('?');
  const ofUrl = new URLSearchParams(question < 0 ? '' : request.url.slice(question + 1));
  if (!(request.body instanceof URLSearchParams)) return ofUrl;
  return new URLSearchParams([...request.body, ...ofUrl]);
}

/** What Go reads as a float and JavaScript as a finite number: nothing hexadecimal, no blanks. */
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const RFC_3339 = /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;
/** The bounds of time as Prometheus writes them: years that no date of JavaScript has. */
const BOUNDS: ReadonlyMap<string, number> = new Map([
  ['-292273086-05-16T16:47:06Z', MIN_TIME_MS],
  ['292277025-08-18T07:12:54.999999999Z', MAX_TIME_MS],
]);

/** A moment: Unix seconds or RFC 3339, in milliseconds between the bounds of time. */
export function timeParameter(parameters: URLSearchParams, name: string, fallbackMs: number): number {
  const text = parameters.get(name);
  if (text === null || text === '') return fallbackMs;
  const ms = parseTime(text);
  if (ms === undefined) {
    throw invalidParameter(
      name,
      `invalid time value for '${name}': cannot parse ${JSON.stringify(text)} to a valid timestamp`,
    );
  }
  return Math.min(MAX_TIME_MS, Math.max(MIN_TIME_MS, Math.round(ms)));
}

function parseTime(text: string): number | undefined {
  if (DECIMAL.test(text)) return Number.isFinite(Number(text)) ? Number(text) * 1000 : undefined;
  const date = RFC_3339.exec(text)?.groups;
  if (!date) return BOUNDS.get(text);
  const ms = Date.parse(text);
  const daysOfMonth = new Date(Date.UTC(Number(date['year']), Number(date['month']), 0)).getUTCDate();
  return Number.isNaN(ms) || Number(date['day']) > daysOfMonth ? undefined : ms;
}

/** A length of time: seconds or a Prometheus duration, in milliseconds; at least one. */
export function durationParameter(
  parameters: URLSearchParams,
  name: string,
  fallbackMs: number | undefined,
): number {
  const text = parameters.get(name) ?? '';
  if (text === '' && fallbackMs !== undefined) return fallbackMs;
  const ms = DECIMAL.test(text) ? Number(text) * 1000 : (parseDuration(text) ?? Number.NaN);
  if (!Number.isFinite(ms)) {
    throw invalidParameter(name, `cannot parse ${JSON.stringify(text)} to a valid duration`);
  }
  if (Math.round(ms) < 1) {
    const what = name === 'step' ? 'query resolution step widths' : 'durations';
    throw invalidParameter(name, `zero or negative ${what} are not accepted. Try a positive integer`);
  }
  return Math.round(ms);
}

const WHOLE_NUMBER = /^[+-]?\d{1,18}$/;

/** How many entries are asked for at most; `Infinity` without the parameter, and for 0. */
export function limitParameter(parameters: URLSearchParams): number {
  const text = parameters.get('limit');
  if (text === null || text === '') return Infinity;
  if (!WHOLE_NUMBER.test(text)) {
    throw invalidParameter('limit', `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  const limit = Number(text);
  if (limit < 0) throw invalidParameter('limit', 'limit must be non-negative');
  return limit === 0 ? Infinity : limit;
}

/** A whole number, or `fallback` without the parameter. */
export function wholeNumberParameter(parameters: URLSearchParams, name: string, fallback: number): number {
  const text = parameters.get(name);
  if (text === null || text === '') return fallback;
  if (!WHOLE_NUMBER.test(text)) throw new BadRequestError(`${name} must be a number`);
  return Number(text);
}

/** A yes or no as Go reads one: `1`, `t`, `true` and their opposites; `false` without the parameter. */
export function booleanParameter(parameters: URLSearchParams, name: string): boolean | undefined {
  const text = parameters.get(name) ?? '';
  if (text === '') return false;
  if (/^(?:1|t|true)$/i.test(text)) return true;
  return /^(?:0|f|false)$/i.test(text) ? false : undefined;
}
