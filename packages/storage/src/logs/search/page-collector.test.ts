import fc from 'fast-check';
import { expect, it } from 'vitest';
import { PageCollector, comparisonOf } from './page-collector.ts';

const order = fc.constantFrom('newest' as const, 'oldest' as const);
const found = fc.record({ timeUs: fc.nat(20), sequence: fc.nat(1_000_000), text: fc.constant('x') });

it('a page has the first of all records that were offered, in any portions', () => {
  fc.assert(
    fc.property(
      order,
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.array(found)),
      (direction, limit, portions) => {
        const compare = comparisonOf(direction);
        const page = new PageCollector(direction, limit);
        for (const portion of portions) page.offer(portion.toSorted(compare));
        expect(page.found.map(({ timeUs }) => timeUs)).toEqual(
          portions
            .flat()
            .toSorted(compare)
            .slice(0, limit)
            .map(({ timeUs }) => timeUs),
        );
        expect(page.isCut).toBe(false);
      },
    ),
  );
});

it('a page of very large records ends sooner, in its order, but has one at least', () => {
  const text = 'x'.repeat(30 * 1024 * 1024);
  const page = new PageCollector('oldest', 10);
  for (const timeUs of [5, 4, 3, 2]) page.offer([{ timeUs, sequence: 1, text }]);
  expect([page.found.map(({ timeUs }) => timeUs), page.isCut]).toEqual([[2, 3], true]);
  const single = new PageCollector('newest', 10);
  single.offer([1, 2].map((sequence) => ({ timeUs: 1, sequence, text: text + text + text })));
  expect([single.found.length, single.isCut]).toEqual([1, true]);
});
