import fc from 'fast-check';
import { expect, test } from 'vitest';
import { promqlTokens } from './promql-tokens.ts';

test('an expression is cut into its parts', () => {
  const query = 'sum by (route) (rate(http_requests_total{status=~"5.."}[5m])) > 0.05 # too many';
  const told = promqlTokens(query).filter(({ kind }) => kind !== 'plain');
  expect(told.map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'function sum',
    'keyword by',
    'metric route',
    'function rate',
    'metric http_requests_total',
    'label status',
    'string "5.."',
    'number 5m',
    'number 0.05',
    'comment # too many',
  ]);
});

test('a step is a duration, and a text in quotes ends with its line at the latest', () => {
  const told = (query: string) => promqlTokens(query).map(({ kind, text }) => `${kind} ${text}`);
  expect(told('a[1h:5m]')).toEqual(['metric a', 'plain [', 'number 1h', 'plain :', 'number 5m', 'plain ]']);
  expect(told('job:a:sum')).toEqual(['metric job:a:sum']);
  expect(told('"b\nc')).toEqual(['string "b', 'plain \n', 'metric c']);
});

test('whatever the text, nothing of it is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(
        promqlTokens(text)
          .map((token) => token.text)
          .join(''),
      ).toBe(text);
    }),
  );
});
