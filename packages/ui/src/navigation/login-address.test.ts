import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loginAddress, safeNext } from './login-address.ts';

const ORIGIN = 'http://127.0.0.1:4400';
const searchOf = (address: string): string => new URL(address, ORIGIN).search;

test('who signs in comes back to where they were', () => {
  const place = '/alerts/HighErrorRate?state=firing&range=1h';
  expect(safeNext(searchOf(loginAddress(place)), ORIGIN)).toBe(place);
});

test('signing in leads to no other site', () => {
  for (const next of [
    '//evil.test',
    '/\\evil.test',
    'https://evil.test',
    'javascript:alert(1)',
    '/login',
    '',
  ]) {
    expect(safeNext(searchOf(loginAddress(next)), ORIGIN)).toBe('/');
  }
  fc.assert(
    fc.property(fc.string(), (next) => {
      const found = safeNext(searchOf(loginAddress(next)), ORIGIN);
      expect(new URL(found, ORIGIN).origin).toBe(ORIGIN);
    }),
  );
});
