import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SearchSyntaxError } from '../search/search-syntax-error.ts';
import { parseTraceQuery } from './parse-trace-query.ts';
import { printTraceQuery } from './print-trace-query.ts';
import { formatSpanDuration, parseSpanDuration } from './span-duration.ts';
import type { TraceQuery } from './trace-query.ts';

const RUNS = process.env['TELLTALE_TEST_SCALE'] === 'long' ? 20_000 : 300;

const where = (
  field: string,
  operator: '=' | '!=' | '=~' | '!~' | '>' | '<=',
  value: string,
): TraceQuery => ({
  conditions: [{ field, operator, value }],
});

describe('a query for traces', () => {
  test.each<[string, TraceQuery]>([
    ['', {}],
    ['service:shop operation:"GET /pay"', { service: 'shop', operation: 'GET /pay' }],
    ['status:ERROR', { status: 'error' }],
    ['duration>=250ms', { minDurationMs: 250 }],
    ['duration>250ms AND duration<1.5s', { minDurationMs: 250.001, maxDurationMs: 1499.999 }],
    ['duration<=80us', { maxDurationMs: 0.08 }],
    ['duration>1m30s', { minDurationMs: 90_000.001 }],
    ['http.route:/pay', where('http.route', '=', '/pay')],
    ['"service":a', where('service', '=', 'a')],
    ['order.id>7', where('order.id', '>', '7')],
    ['peer:pay*', where('peer', '=~', 'pay.*')],
    ['peer:~"a|b"', where('peer', '=~', 'a|b')],
    ['-peer:a', where('peer', '!=', 'a')],
    ['-peer:pay*', where('peer', '!~', 'pay.*')],
    ['user:*', where('user', '!=', '')],
    ['-user:*', where('user', '=', '')],
    ['resource.host.name:a1', where('resource.host.name', '=', 'a1')],
  ])('%j', (query, parts) => {
    expect(parseTraceQuery(query)).toEqual(parts);
  });

  test.each([
    ['checkout', 'checkout', 'write which part of a span it is'],
    ['/a.b/', '/a.b/', 'write which part of a span it is'],
    ['status:error OR status:ok', 'status:error OR status:ok', 'there is no OR'],
    ['status:500', '500', 'write the whole status: error, ok, unset'],
    ['service:pay*', 'pay*', 'without a star'],
    ['service:a service:b', 'service:b', 'more than once'],
    ['service!=a', 'service!=a', 'write service:…'],
    ['-service:a', '-service:a', 'only attributes of spans can be excluded'],
    ['duration:250ms', 'duration:250ms', 'write duration>250ms or duration<250ms'],
    ['duration>250', '250', 'write a duration such as 250ms'],
    ['duration>1s duration>2s', 'duration>2s', 'more than once'],
    ['-duration>1s', '-duration>1s', 'only attributes'],
    ['size>big', 'big', 'only numbers are larger or smaller'],
  ])('%j shows where it is wrong, and what to write', (query, place, reason) => {
    const error = errorOf(query);
    expect(query.slice(error.source.start, error.source.end)).toBe(place);
    expect(error.reason).toContain(reason);
  });

  test('what is printed of it is read as the same', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...Array.from('ab7 "\\/:*()<>=!~-.\n')), maxLength: 8 }),
      fc.constantFrom('AND', 'service', 'duration', '12', 'pay.*'),
    );
    const query = fc.record(
      {
        service: text,
        operation: text,
        status: fc.constantFrom('ok' as const, 'error' as const, 'unset' as const),
        minDurationMs: fc.integer({ min: 0, max: 1e6 }).map((us) => us / 1000),
        maxDurationMs: fc.integer({ min: 0, max: 1e6 }).map((us) => us / 1000),
        conditions: fc.array(
          fc.record({
            field: text.filter((one) => one !== ''),
            operator: fc.constantFrom('=' as const, '!=', '=~', '!~', '<', '<=', '>', '>='),
            value: text,
          }),
          { minLength: 1, maxLength: 3 },
        ),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(query, (query) => {
        expect(parseTraceQuery(printTraceQuery(query))).toEqual(query);
      }),
      { numRuns: RUNS },
    );
  });
});

test('durations of spans are read and shown in the units people use for them', () => {
  expect(['250ms', '1.5s', '80us', '3µs', '2m', '1h', '1m30s', '0.3us'].map(parseSpanDuration)).toEqual([
    250, 1500, 0.08, 0.003, 120_000, 3_600_000, 90_000, 0.0003,
  ]);
  expect(['', '5', 'ms', '-1s', '1 s', 's5', 'Infinitys'].map(parseSpanDuration)).toEqual(
    Array.from({ length: 7 }, () => undefined),
  );
  expect([0, 0.08, 1, 12.345, 999, 1500, 119_000, 180_000].map(formatSpanDuration)).toEqual([
    '0ms',
    '80us',
    '1ms',
    '12.3ms',
    '999ms',
    '1.5s',
    '119s',
    '3m',
  ]);
});

function errorOf(query: string): SearchSyntaxError {
  try {
    parseTraceQuery(query);
  } catch (error) {
    if (error instanceof SearchSyntaxError) return error;
    throw error;
  }
  throw new Error(`read: ${query}`);
}
