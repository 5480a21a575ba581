import { TemplateError } from '@telltale/formats';
import { asNumber, asString } from './arguments.ts';
import { formatGoTime, goTimeText } from './go-time-layout.ts';
import { goStruct, isGoObject } from './template-value.ts';
import type { GoStruct, TemplateMethod, TemplateValue } from './template-value.ts';

const NS_PER_MS = 1_000_000;
/** Go's zero time. */
export const ZERO_TIME_MS = Date.parse('0001-01-01T00:00:00Z');

/** A `time.Time` with the methods that templates call. `zone` is a name of the IANA database. */
export function goTime(timeMs: number, zone = 'UTC'): GoStruct {
  let methods: ReadonlyMap<string, TemplateMethod> | undefined;
  return {
    kind: 'struct',
    type: 'time.Time',
    fields: new Map([[TIME_MS, timeMs]]),
    // Most times are only passed on.
    get methods() {
      return (methods ??= timeMethods(timeMs, zone));
    },
    print: () => goTimeText(timeMs, zone),
  };
}

function timeMethods(timeMs: number, zone: string): ReadonlyMap<string, TemplateMethod> {
  const format = (layout: string): string => formatGoTime(timeMs, zone, layout);
  const part = (layout: string): TemplateValue => BigInt(Number(format(layout)));
  return new Map<string, TemplateMethod>([
    ['Format', ([layout]) => format(asString(layout))],
    ['String', () => goTimeText(timeMs, zone)],
    ['Unix', () => BigInt(Math.floor(timeMs / 1000))],
    ['UnixMilli', () => BigInt(Math.floor(timeMs))],
    ['UTC', () => goTime(timeMs)],
    ['Year', () => part('2006')],
    ['Month', () => format('January')],
    ['Day', () => part('2')],
    ['Hour', () => part('15')],
    ['Minute', () => part('4')],
    ['Second', () => part('5')],
    ['Weekday', () => format('Monday')],
    ['IsZero', () => timeMs === ZERO_TIME_MS],
    ['Add', ([duration]) => goTime(timeMs + durationMs(duration), zone)],
    ['Sub', ([other]) => goDuration(timeMs - timeMsOf(other))],
    ['Before', ([other]) => timeMs < timeMsOf(other)],
    ['After', ([other]) => timeMs > timeMsOf(other)],
    ['Equal', ([other]) => timeMs === timeMsOf(other)],
  ]);
}

/** No field that a template can name. */
const TIME_MS = ' ms';

/** The moment of a time. @throws TemplateError for anything else. */
export function timeMsOf(value: TemplateValue | undefined): number {
  const timeMs = isGoObject(value) && value.kind === 'struct' ? value.fields.get(TIME_MS) : undefined;
  if (typeof timeMs === 'number') return timeMs;
  throw new TemplateError('wrong type for value; expected time.Time');
}

/** A `time.Duration` with the methods that templates call. */
export function goDuration(ms: number): GoStruct {
  const methods = new Map<string, TemplateMethod>([
    ['Seconds', () => ms / 1000],
    ['Minutes', () => ms / 60_000],
    ['Hours', () => ms / 3_600_000],
    ['Milliseconds', () => BigInt(Math.trunc(ms))],
    ['String', () => goDurationText(ms)],
  ]);
  const struct = goStruct('time.Duration', [[TIME_MS, ms]], methods);
  return { ...struct, print: () => goDurationText(ms) };
}

/** A duration, or a number of nanoseconds as in Go. */
function durationMs(value: TemplateValue | undefined): number {
  return typeof value === 'bigint' ? asNumber(value) / NS_PER_MS : timeMsOf(value);
}

/** As Go prints a duration: `1h2m3.5s`, `250ms`, `0s`. */
function goDurationText(ms: number): string {
  if (ms === 0) return '0s';
  const sign = ms < 0 ? '-' : '';
  const size = Math.abs(ms);
  if (size < 1000) return sign + belowSecond(size);
  const hours = Math.floor(size / 3_600_000);
  const minutes = Math.floor(size / 60_000) % 60;
  const seconds = Number(((size % 60_000) / 1000).toFixed(9));
  const head = hours > 0 ? `${hours}h${minutes}m` : minutes > 0 ? `${minutes}m` : '';
  return `${sign}${head}${seconds}s`;
}

function belowSecond(ms: number): string {
  if (ms >= 1) return `${Number(ms.toFixed(6))}ms`;
  const us = ms * 1000;
  return us >= 1 ? `${Number(us.toFixed(3))}µs` : `${Math.round(us * 1000)}ns`;
}
