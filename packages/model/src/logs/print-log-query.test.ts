import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogFilter } from './log-filter.ts';
import { parseLogQuery } from './parse-log-query.ts';
import { printLogQuery } from './print-log-query.ts';

const RUNS = process.env['TELLTALE_TEST_SCALE'] === 'long' ? 20_000 : 500;

/** Texts with all that means something in a query. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from('ab7 "\\/:*()<>=!~-@_.,[]{}^$|?+&#\n\t')), maxLength: 8 }),
  fc.constantFrom('AND', 'OR', 'NOT', 'http://a', 'trace', 'level', 'x::y', '12', '-3', '1e5', '[1 TO 2]'),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const name = fc.oneof(
  fc.constantFrom(
    'service',
    'level',
    'message',
    'trace_id',
    'span',
    'trace',
    'resource.host.name',
    'a/b',
    'a-',
  ),
  text.filter((one) => one !== ''),
);
/** `/` is printed as `\/`, which is read as `/`: a pattern that has the longer form becomes the shorter one. */
const pattern = fc
  .array(
    fc.constantFrom('a', '.', '.*', '\\d+', '(a|b)', '[^/ ]', '/', ' ', '"', '\\\\', '\n', '(?i)', '\\.'),
  )
  .map((parts) => parts.join(''));

const { filter } = fc.letrec<{ filter: LogFilter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.record({ kind: fc.constant('text' as const), text }),
    fc.record({ kind: fc.constant('regexp' as const), pattern: pattern.filter((one) => one !== '') }),
    fc.record({ kind: fc.constant('severity' as const), atLeast: fc.integer({ min: 1, max: 24 }) }),
    fc.record({ kind: fc.constant('has' as const), field: name }),
    fc.record({
      kind: fc.constant('field' as const),
      field: name,
      operator: fc.constantFrom('=' as const, '!=', '<', '<=', '>', '>='),
      value: fc.oneof(text, fc.constantFrom('error', 'warn', 'warning')),
    }),
    fc.record({
      kind: fc.constant('field' as const),
      field: name,
      operator: fc.constantFrom('=~' as const, '!~'),
      value: fc.oneof(pattern, fc.constantFrom('pay.*', '.*a\\*b.*', '.*', 'a b.*')),
    }),
    fc.record({
      kind: fc.constantFrom('and' as const, 'or' as const),
      filters: fc.array(tie('filter'), { maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }),
  ),
}));

test('what is printed of a filter is read as the same filter', () => {
  fc.assert(
    fc.property(filter, (filter) => {
      expect(parseLogQuery(printLogQuery(filter))).toEqual(plain(filter));
    }),
    { numRuns: RUNS },
  );
});

test('any text is a query or a fault of one, and what is read of it is printed as the same', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(text, fc.constantFrom(' ', ':', 'a:', '>=', '(', ')')), { maxLength: 12 }),
      (parts) => {
        let filter: LogFilter;
        try {
          filter = parseLogQuery(parts.join(''));
        } catch (error) {
          expect(error).toMatchObject({ code: 'TT_SEARCH_SYNTAX' });
          return;
        }
        expect(parseLogQuery(printLogQuery(filter))).toEqual(plain(filter));
      },
    ),
    { numRuns: RUNS },
  );
});

test('a query is printed as people write it', () => {
  const query = 'level>=warn service:shop (refused OR "timed out") -name:pay* code>=500 http.route:"/pay"';
  expect(printLogQuery(parseLogQuery(query))).toBe(query);
});

/** Groups in groups of their kind, of one, and of none say the same without. */
function plain(filter: LogFilter): LogFilter {
  if (filter.kind === 'not') return { kind: 'not', filter: plain(filter.filter) };
  if (filter.kind !== 'and' && filter.kind !== 'or') return filter;
  const { kind } = filter;
  const parts = filter.filters.map(plain).flatMap((part) => (part.kind === kind ? part.filters : [part]));
  if (parts.length === 1) return parts[0];
  if (parts.length > 0) return { kind, filters: parts };
  const all: LogFilter = { kind: 'and', filters: [] };
  return kind === 'and' ? all : { kind: 'not', filter: all };
}
