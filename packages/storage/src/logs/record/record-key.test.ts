import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareKeys, firstUsFrom, parseRecordId, printRecordId } from './record-key.ts';
import type { RecordKey } from './record-key.ts';

const key: fc.Arbitrary<RecordKey> = fc.record({ timeUs: fc.maxSafeNat(), sequence: fc.maxSafeNat() });

it('an id of a record gives back its key, and no other text does', () => {
  fc.assert(
    fc.property(key, fc.string({ maxLength: 30 }), (each, text) => {
      expect(parseRecordId(printRecordId(each))).toEqual(each);
      const parsed = parseRecordId(text);
      if (parsed) expect(compareKeys(parsed, parseRecordId(printRecordId(parsed))!)).toBe(0);
    }),
  );
  for (const text of ['', '1', '1-', '-1', 'A-1', '1-1-1', ' 1-1', `${'z'.repeat(11)}-1`, '__proto__']) {
    expect(parseRecordId(text)).toBeUndefined();
  }
});

it('a range of milliseconds has the same microseconds as comparing the times would give', () => {
  const timeMs = fc.oneof(
    fc.double({ min: 0, max: 2e12, noNaN: true }),
    fc.nat(2_000_000_000).map((us) => us / 1000 + 1.78e12),
  );
  fc.assert(
    fc.property(timeMs, fc.integer({ min: -3, max: 3 }), (boundMs, nearbyUs) => {
      const timeUs = Math.max(0, Math.round(boundMs * 1000) + nearbyUs);
      expect(timeUs >= firstUsFrom(boundMs)).toBe(timeUs / 1000 >= boundMs);
    }),
    { numRuns: 2000 },
  );
  expect([Number.NaN, -5, Number.NEGATIVE_INFINITY].map(firstUsFrom)).toEqual([0, 0, 0]);
  expect(firstUsFrom(Number.POSITIVE_INFINITY)).toBe(Number.MAX_SAFE_INTEGER);
});
