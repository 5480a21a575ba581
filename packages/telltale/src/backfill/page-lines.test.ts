import { Readable } from 'node:stream';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageLines } from './page-lines.ts';

async function read(chunks: readonly Buffer[]): Promise<{ text: string; areWhole: boolean }> {
  let text = '';
  let areWhole = true;
  for await (const { bytes } of pageLines('-', Readable.from(chunks))) {
    areWhole &&= bytes.at(-1) === 10;
    text += bytes.toString();
  }
  return { text, areWhole };
}

test('whatever the chunks, whole lines come, all of them and in order', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'é', '\n'), minLength: 1, maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 9 }), fc.boolean(), async (page, size, isZipped) => {
      const bytes = isZipped ? gzipSync(page) : Buffer.from(page);
      // The first two bytes tell gzip from text.
      const chunks = [bytes.subarray(0, 2)];
      for (let at = 2; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
      const wanted = page.endsWith('\n') ? page : `${page}\n`;
      expect(await read(chunks)).toEqual({ text: wanted, areWhole: true });
    }),
  );
});

test('a line that never ends is refused before it fills the memory', async () => {
  const chunks = Array.from({ length: 6 }, () => Buffer.alloc(1024 * 1024, 'a'));
  await expect(read(chunks)).rejects.toMatchObject({
    code: 'TT_FILE_READ',
    message: expect.stringContaining('a line of more than 4 MiB begins at byte 0'),
    fix: expect.stringContaining('a line of its own'),
  });
});

test('a gzip file that was cut or damaged is called so', async () => {
  const whole = gzipSync('up 1 1\n'.repeat(1000));
  const damaged = Buffer.from(whole);
  damaged[damaged.length - 6] ^= 0xff;
  for (const bytes of [whole.subarray(0, whole.length / 2), damaged]) {
    await expect(read([bytes])).rejects.toMatchObject({
      code: 'TT_FILE_READ',
      fix: expect.stringContaining('gzip'),
    });
  }
});

test.each([
  [zstdCompressSync('up 1 1\n'), 'compressed with zstd', 'zstd -d'],
  [Buffer.from('\uFEFFup 1 1\n', 'utf16le'), 'text in UTF-16', 'iconv'],
])('a form that is not read is named, with the way to one that is: %#', async (bytes, form, fix) => {
  await expect(read([bytes])).rejects.toMatchObject({
    message: `Standard input is ${form}`,
    fix: expect.stringContaining(fix),
  });
});
