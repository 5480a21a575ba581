import { expect, it } from 'vitest';
import { FamilyMetadata, MAX_FAMILIES } from './family-metadata.ts';
import type { MetadataRecord } from './metadata-record.ts';

const counter = { type: 'counter' as const, help: 'Requests.', unit: '' };

it('a family is written when it is new or changed, not each time it is seen', () => {
  const written: MetadataRecord[] = [];
  const families = new FamilyMetadata(
    [{ name: 'a', metadata: counter }],
    (record) => void written.push(record),
  );
  families.set('a', { ...counter });
  families.set('b', counter);
  families.set('b', { ...counter, unit: 'seconds' });
  expect(written.map(({ name, metadata }) => [name, metadata.unit])).toEqual([
    ['b', ''],
    ['b', 'seconds'],
  ]);
  expect([...families.get().keys()]).toEqual(['a', 'b']);
});

it('families and their texts are bounded: those changed longest ago are forgotten', () => {
  const families = new FamilyMetadata([], () => {});
  for (let i = 0; i <= MAX_FAMILIES; i++) families.set(`f${i}`, counter);
  families.set('long', { ...counter, help: 'x'.repeat(1e6) });
  expect(families.get().size).toBe(MAX_FAMILIES);
  expect(families.get().has('f1')).toBe(false);
  expect(families.get().has('f2')).toBe(true);
  expect(families.get().get('long')?.help.length).toBe(4096);
});
