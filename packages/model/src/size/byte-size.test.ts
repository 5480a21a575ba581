import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatByteSize, parseByteSize } from './byte-size.ts';

test.each([
  ['0', 0],
  ['1024', 1024],
  ['512B', 512],
  ['1KB', 1024],
  ['1.5 KiB', 1536],
  ['10GB', 10 * 1024 ** 3],
  ['2TiB', 2 * 1024 ** 4],
])('%s is %d bytes', (text, bytes) => {
  expect(parseByteSize(text)).toBe(bytes);
});

test.each(['', 'GB', '1G', '-1GB', '1e3', '1 kb', '10 GBs', 'ten'])('"%s" is no size', (text) => {
  expect(parseByteSize(text)).toBeUndefined();
});

test('a printed size is within half a percent when it is read again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1024, max: 2 ** 50 }), (bytes) => {
      const read = parseByteSize(formatByteSize(bytes)) ?? NaN;
      expect(Math.abs(read - bytes) / bytes).toBeLessThan(0.0051);
    }),
  );
});
