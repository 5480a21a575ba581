import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteChunks, ChunkPool } from './byte-chunks.ts';

test('what is written comes out in chunks, in order and complete', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.nat({ max: 200_000 }).map((length) => 'ä'.repeat(length)),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const chunks = new ByteChunks(new ChunkPool());
      for (const text of pieces) chunks.writeText(text);
      const taken: Uint8Array[] = [];
      for (let chunk = chunks.takeRest(); chunk; chunk = chunks.takeRest()) taken.push(chunk);
      expect(Buffer.concat(taken).equals(Buffer.from(pieces.join('')))).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test('what was written may change afterwards', () => {
  const chunks = new ByteChunks(new ChunkPool());
  const bytes = Buffer.from('one');
  chunks.write(bytes);
  bytes.fill('x');
  expect(Buffer.from(chunks.takeRest() ?? []).toString()).toBe('one');
});

test('a chunk that was given back is filled again, once', () => {
  const pool = new ChunkPool();
  const first = pool.take();
  pool.give(first.subarray(0, 5));
  pool.give(first);
  pool.give(Buffer.from('no chunk'));
  expect(pool.take().buffer === first.buffer).toBe(true);
  expect(pool.take().buffer === first.buffer).toBe(false);
});

test('many bytes are lent as they are, until all have given them back; few are copied', () => {
  const pool = new ChunkPool();
  const chunks = new ByteChunks(pool);
  const lease = { count: 0 };
  const many = Buffer.alloc(50_000, 'x');
  chunks.writeText('before');
  chunks.lend(many, lease);
  chunks.lend(many, lease);
  chunks.lend(Buffer.from('few'), { count: 0 });
  const taken = Array.from({ length: 4 }, () => chunks.takeRest() ?? new Uint8Array());
  expect(taken.map(({ length }) => length)).toEqual([6, 50_000, 50_000, 3]);
  expect([taken[1] === many, lease.count]).toEqual([true, 2]);
  for (const chunk of taken) pool.give(chunk);
  expect(lease.count).toBe(0);
});
