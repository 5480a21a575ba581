import fc from 'fast-check';
import { LabelSet } from '@telltale/model';
import { expect, test } from 'vitest';
import { fingerprint } from './fingerprint.ts';

/** FNV-1a by its definition, on big integers. */
function reference(labels: LabelSet): string {
  let hash = 0xcbf29ce484222325n;
  for (const pair of labels.entries()) {
    for (const text of pair) {
      for (const byte of [...Buffer.from(text), 0xff]) {
        hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
      }
    }
  }
  return hash.toString(16).padStart(16, '0');
}

test('the fingerprint of no labels is the offset basis of FNV-1a', () => {
  expect(fingerprint(LabelSet.empty)).toBe('cbf29ce484222325');
});

test('the fingerprint is FNV-1a over the sorted labels', () => {
  const names = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('__proto__', 'alertname'),
  );
  fc.assert(
    fc.property(
      fc.array(fc.tuple(names, fc.string({ unit: 'binary', maxLength: 12 })), { maxLength: 4 }),
      (entries) => {
        const labels = LabelSet.from(entries);
        expect(fingerprint(labels)).toBe(reference(labels));
      },
    ),
    { numRuns: 20 },
  );
});

test('the order in which labels were given does not matter', () => {
  const a = LabelSet.from([
    ['a', '1'],
    ['b', '2'],
  ]);
  const b = LabelSet.from([
    ['b', '2'],
    ['a', '1'],
  ]);
  expect(fingerprint(a)).toBe(fingerprint(b));
});
