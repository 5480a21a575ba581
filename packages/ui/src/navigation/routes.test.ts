import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatRoute, parseRoute } from './routes.ts';

test('every alert has an address, whatever its name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (rule) => {
      expect(parseRoute(formatRoute({ page: 'alerts', rule }))).toEqual({ page: 'alerts', rule });
    }),
  );
});

test.each(['/nowhere', '/alerts/a/b', '/alerts/%zz', '/targets/x'])('%s leads nowhere', (path) => {
  expect(parseRoute(path)).toEqual({ page: 'unknown' });
});

test('a name that is not well-formed text still has an address', () => {
  expect(formatRoute({ page: 'alerts', rule: 'a\ud800' })).toBe('/alerts/a%EF%BF%BD');
});

test('the pages have their addresses', () => {
  expect(parseRoute('/')).toEqual({ page: 'overview' });
  expect(parseRoute('/targets')).toEqual({ page: 'targets' });
  expect(parseRoute('/alerts')).toEqual({ page: 'alerts', rule: undefined });
  expect(formatRoute({ page: 'overview' })).toBe('/');
});
