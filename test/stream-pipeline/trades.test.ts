import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { referenceBars } from '../../examples/stream-pipeline/prove/reference-bars.ts';
import { POISON } from '../../examples/stream-pipeline/src/faults/message-faults.ts';
import { randomWalk } from '../../examples/stream-pipeline/src/market/random-walk.ts';
import { VENUES } from '../../examples/stream-pipeline/src/market/venues.ts';
import { normalize } from '../../examples/stream-pipeline/src/normalization/normalize.ts';
import { QUALITY_RULES } from '../../examples/stream-pipeline/src/normalization/quality-rules.ts';

const WALK = { seed: 7, startMs: 1_760_000_000_000, tradesPerSecond: 50 };

describe.each(VENUES)('the dialect of $name', ({ name, format }) => {
  test('a trade that is told in it is the same trade when it is read', () => {
    const trade = fc.record({
      id: fc.nat().map((number) => `${name}:${number}`),
      symbol: fc.stringMatching(/^[A-Z]{1,6}-(USD|EUR)$/),
      cents: fc.integer({ min: 1, max: 1_000_000_000 }),
      size: fc.integer({ min: 1, max: 100_000 }).map((lots) => lots * 10),
      atMs: fc.integer({ min: 0, max: 1_790_000_000_000 }),
    });
    fc.assert(
      fc.property(trade, (one) => {
        expect(normalize(format(one))).toEqual({ venue: name, trade: one });
      }),
    );
  });
});

test('whatever an exchange sends, it is a trade or breaks a rule', () => {
  const prefixes = fc.constantFrom('', '{"venue":"alpha",', '{"x":"B",', 'C|');
  fc.assert(
    fc.property(prefixes, fc.string({ unit: 'binary' }), (prefix, rest) => {
      const { trade, broken } = normalize(prefix + rest);
      if (trade === undefined) expect(QUALITY_RULES).toContain(broken);
      else expect(trade.cents).toBeGreaterThan(0);
    }),
  );
});

test('among the poisonous messages there is one for each rule of data quality', () => {
  const broken = new Set(POISON.map((message) => normalize(message).broken));
  expect(broken).toEqual(new Set(QUALITY_RULES));
});

test('a walk is the same each time, and its bars hold all trades but the last ones', () => {
  const [first, second] = [randomWalk(WALK), randomWalk(WALK)];
  for (let i = 0; i < 500; i++) expect(second.next().value).toEqual(first.next().value);
  const bars = referenceBars(WALK, 500).filter(({ seconds }) => seconds === 1);
  const inBars = bars.reduce((sum, { trades }) => sum + trades, 0);
  // The last second, and the one that is not over for certain.
  expect(inBars).toBeGreaterThan(390);
  expect(inBars).toBeLessThan(500);
  for (const { lowCents, openCents, closeCents, highCents } of bars) {
    expect(lowCents).toBeLessThanOrEqual(Math.min(openCents, closeCents));
    expect(highCents).toBeGreaterThanOrEqual(Math.max(openCents, closeCents));
  }
});
