import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuzzyScore, rankBy } from './fuzzy.ts';

const rank = (typed: string, titles: readonly string[]): readonly string[] =>
  rankBy(typed, titles, (title) => [title]);

test('every text is found by itself, and by its beginning', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.nat(), (text, cut) => {
      expect(fuzzyScore(text, text)).toBeDefined();
      expect(fuzzyScore(text.slice(0, cut % (text.length + 1)), text)).toBeDefined();
    }),
  );
});

test('letters that are not there in this order do not find', () => {
  expect(fuzzyScore('xyz', 'checkout')).toBeUndefined();
  expect(fuzzyScore('tuo', 'checkout')).toBeUndefined();
});

test('letters strewn about a text do not find it', () => {
  expect(fuzzyScore('err', 'Query duration, p95')).toBeUndefined();
  expect(fuzzyScore('err', 'Orders per second')).toBeUndefined();
  expect(fuzzyScore('chkout', 'checkout')).toBeDefined();
});

test.each([
  ['her', ['other errors', 'HighErrorRate'], 'HighErrorRate'],
  ['check', ['recheck', 'checkout'], 'checkout'],
  ['hrd', ['http_requests_delayed', 'thirdparty hard'], 'http_requests_delayed'],
  ['alerts', ['Alerts', 'Alerts of the station itself'], 'Alerts'],
  ['latency', ['Longest active transfers ency', 'Request latency'], 'Request latency'],
])('%s means the right one of %j', (typed, titles, best) => {
  expect(rank(typed, titles)[0]).toBe(best);
  expect(rank(typed, [...titles].reverse())[0]).toBe(best);
});

test('equal answers stay in their order, and the bonus of what was used lately counts', () => {
  expect(rank('', ['b', 'a'])).toEqual(['b', 'a']);
  const ranked = rankBy(
    'disk',
    ['disk a', 'disk b'],
    (title) => [title],
    (title) => (title === 'disk b' ? 5 : 0),
  );
  expect(ranked).toEqual(['disk b', 'disk a']);
});
