import { LabelSet, bitsOf, writeStaleAt } from '@telltale/model';
import { expect, test } from 'vitest';
import { emptyColumn } from '../values/value.ts';
import { NewestReader } from './newest-reader.ts';

const SPEC = { endsMs: Float64Array.of(0, 60, 120, 180), lengthMs: 100, closed: false };
const timestamps = Float64Array.of(0, 50, 170);

function read(reader: NewestReader, values: Float64Array, times = timestamps): (number | undefined)[] {
  const column = emptyColumn(4);
  reader.read({ labels: LabelSet.empty, timestamps: times, values }, column);
  return Array.from(column.present, (there, step) => (there === 1 ? column.values[step] : undefined));
}

test('series that share their values are read as each by itself', () => {
  const reader = new NewestReader(SPEC);
  const shared = Float64Array.of(1, 2, 3);
  writeStaleAt(bitsOf(shared), 1);
  for (let i = 0; i < 3; i++) expect(read(reader, shared)).toEqual([1, undefined, undefined, 3]);
  expect(read(reader, Float64Array.of(4, 5, Number.NaN))).toEqual([4, 5, 5, Number.NaN]);
  expect(read(reader, shared)).toEqual([1, undefined, undefined, 3]);
  expect(read(reader, shared, Float64Array.of(100, 110, 170))).toEqual([undefined, undefined, undefined, 3]);
  expect(read(reader, shared, timestamps.slice())).toEqual([1, undefined, undefined, 3]);
});
