import { expect, test } from 'vitest';
import { DEFAULT_REFRESH_MS } from '../data/station.ts';
import { DEFAULT_RANGE } from '../data/time-range.ts';
import { createTimeCodec } from './time-codec.ts';

const plain = createTimeCodec({ range: DEFAULT_RANGE, refreshMs: DEFAULT_REFRESH_MS });
const read = (search: string) => plain.parse(new URLSearchParams(search));

test('pages show the last hour', () => {
  expect(read('').range).toEqual({ kind: 'last', spanMs: 3_600_000 });
});

test('pages refresh every 30 seconds', () => {
  expect(read('').refreshMs).toBe(30_000);
  expect(read('refresh=off').refreshMs).toBeNull();
  expect(read('refresh=5s').refreshMs).toBe(5000);
});

test.each(['refresh=1ms', 'refresh=-5s', 'refresh=never', 'refresh=900d', 'tz=mars'])(
  '"%s" is as if it were not there',
  (search) => {
    expect(read(search)).toEqual(read(''));
  },
);

test('a link says by whose clock it is meant', () => {
  expect(read('tz=utc').zone).toBe('utc');
  expect(read('').zone).toBeUndefined();
});
