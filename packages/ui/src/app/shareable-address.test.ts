import { expect, test } from 'vitest';
import { shareableAddress } from './shareable-address.ts';

const HERE = 'http://127.0.0.1:4400/alerts/A?state=firing&range=6h';

test('a shared link says by whose clock it was seen', () => {
  expect(shareableAddress(HERE, 'utc', undefined)).toBe(`${HERE}&tz=utc`);
});

test('a link to this very time shows the same tomorrow', () => {
  const { searchParams } = new URL(shareableAddress(HERE, 'local', { startMs: 1000.4, endMs: 61_000 }));
  expect(Object.fromEntries(searchParams)).toEqual({
    state: 'firing',
    tz: 'local',
    from: '1000',
    to: '61000',
  });
});
