import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatRoute, parseRoute } from './routes.ts';
import type { KnownRoute } from './routes.ts';

// Browsers take these two for the folder itself and the one above, however they are written.
const names = fc.string({ unit: 'grapheme', minLength: 1 }).filter((name) => name !== '.' && name !== '..');
const routes: fc.Arbitrary<KnownRoute> = fc.oneof(
  fc.constantFrom<KnownRoute>(
    { page: 'overview' },
    { page: 'explore' },
    { page: 'targets' },
    { page: 'rules' },
    { page: 'map' },
    { page: 'status' },
    { page: 'login' },
  ),
  names.map((service): KnownRoute => ({ page: 'service', service })),
  fc.option(names, { nil: undefined }).map((slug): KnownRoute => ({ page: 'dashboards', slug })),
  fc.option(names, { nil: undefined }).map((rule): KnownRoute => ({ page: 'alerts', rule })),
  fc.option(names, { nil: undefined }).map((id): KnownRoute => ({ page: 'silences', id })),
  fc.option(names, { nil: undefined }).map((id): KnownRoute => ({ page: 'traces', id })),
  names.map((key): KnownRoute => ({ page: 'story', key })),
);

test('every page has an address, whatever the name of what it shows', () => {
  fc.assert(
    fc.property(routes, (route) => {
      expect(parseRoute(formatRoute(route))).toEqual(route);
    }),
  );
});

test.each(['/nowhere', '/story', '/alerts/a/b', '/alerts/%zz', '/targets/x', '/constructor', '/d/a/b'])(
  '%s leads nowhere',
  (path) => {
    expect(parseRoute(path)).toEqual({ page: 'unknown' });
  },
);

test('a name that is not well-formed text still has an address', () => {
  expect(formatRoute({ page: 'alerts', rule: 'a\ud800' })).toBe('/alerts/a%EF%BF%BD');
});

test('the pages have their addresses', () => {
  expect(parseRoute('/')).toEqual({ page: 'overview' });
  expect(parseRoute('/targets')).toEqual({ page: 'targets' });
  expect(parseRoute('/alerts')).toEqual({ page: 'alerts', rule: undefined });
  expect(formatRoute({ page: 'overview' })).toBe('/');
});
