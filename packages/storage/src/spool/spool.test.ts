import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import type { StoreNotice } from '../notice.ts';
import { openSpool } from './spool.ts';
import type { Spool, SpoolHead, SpoolOptions } from './spool.ts';

interface Opened {
  readonly spool: Spool;
  readonly dropped: number[];
  readonly notices: StoreNotice[];
}

async function open(options: Partial<SpoolOptions> & { readonly folder: string }): Promise<Opened> {
  const dropped: number[] = [];
  const notices: StoreNotice[] = [];
  const spool = await openSpool({
    now: () => 7,
    ...options,
    onDropped: (items) => void dropped.push(items),
    onNotice: (notice) => void notices.push(notice),
  });
  onTestFinished(() => spool.close());
  return { spool, dropped, notices };
}

const append = (spool: Spool, text: string, items = 1) => spool.append(Buffer.from(text), items);
const textsOf = (head: SpoolHead | undefined) =>
  head?.batches.map(({ bytes }) => Buffer.from(bytes).toString());
const bytesIn = (folder: string) =>
  readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);

/** Takes everything that waits, in order. */
async function drain(spool: Spool, maxBytes = 1000): Promise<string[]> {
  const texts: string[] = [];
  for (;;) {
    const head = await spool.head(maxBytes);
    if (!head) return texts;
    texts.push(...(textsOf(head) ?? []));
    await spool.release(head);
  }
}

describe('the spool', () => {
  it('gives batches in the order of their arrival, the same until they are released', async () => {
    const { spool } = await open({ folder: temporaryFolder() });
    expect(await spool.head(100)).toBeUndefined();
    for (const text of ['a', 'b', 'c']) await append(spool, text, 5);
    const head = await spool.head(1);
    expect(textsOf(head)).toEqual(['a']);
    expect(head?.batches[0]).toMatchObject({ items: 5, timeMs: 7 });
    expect(textsOf(await spool.head(1000))).toEqual(['a', 'b', 'c']);
    if (head) await spool.release(head);
    expect(spool.stats.items).toBe(10);
    expect(await drain(spool)).toEqual(['b', 'c']);
    expect(spool.stats.items).toBe(0);
  });

  it('has what was appended after the death of the process, and not what was released', async () => {
    const folder = temporaryFolder();
    const first = await open({ folder });
    for (const text of ['a', 'b', 'c']) await append(first.spool, text, 2);
    const head = await first.spool.head(1);
    if (head) await first.spool.release(head);
    // Nothing was closed.
    const second = await open({ folder });
    expect(second.spool.stats.items).toBe(4);
    await append(second.spool, 'd', 2);
    expect(await drain(second.spool)).toEqual(['b', 'c', 'd']);
    const third = await open({ folder });
    expect(third.spool.stats.items).toBe(0);
    expect(await drain(third.spool)).toEqual([]);
  });

  it('never takes more than its bound; the oldest batches go and are counted', async () => {
    const folder = temporaryFolder();
    const { spool, dropped } = await open({ folder, maxBytes: 10_000 });
    for (let index = 0; index < 100; index++) {
      await append(spool, `${String(index).padStart(3)} ${'x'.repeat(300)}`, 3);
      expect(bytesIn(folder)).toBeLessThanOrEqual(10_000);
    }
    const left = (await drain(spool)).map((text) => Number(text.slice(0, 3)));
    expect(left).toEqual(Array.from({ length: left.length }, (_, index) => 100 - left.length + index));
    expect(left.length).toBeGreaterThan(20);
    expect(dropped.reduce((sum, items) => sum + items, 0)).toBe((100 - left.length) * 3);
  });

  it('drops a batch that is larger than all of it, and keeps the others', async () => {
    const { spool, dropped } = await open({ folder: temporaryFolder(), maxBytes: 1000 });
    await append(spool, 'small');
    await append(spool, 'x'.repeat(2000), 40);
    expect(dropped).toEqual([40]);
    expect(await drain(spool)).toEqual(['small']);
  });

  it('does not release what was dropped while it was sent', async () => {
    const { spool } = await open({ folder: temporaryFolder(), maxBytes: 3000 });
    await append(spool, 'old');
    const head = await spool.head(10);
    for (let index = 0; index < 20; index++) await append(spool, `${index}${'x'.repeat(200)}`);
    const before = textsOf(await spool.head(1));
    if (head) await spool.release(head);
    expect(textsOf(await spool.head(1))).toEqual(before);
  });

  it('gives a batch that is larger than what is asked for alone', async () => {
    const { spool } = await open({ folder: temporaryFolder() });
    for (const size of [10, 5000, 10]) await append(spool, 'x'.repeat(size));
    const sizes: number[] = [];
    for (let head = await spool.head(100); head; head = await spool.head(100)) {
      sizes.push(...head.batches.map(({ bytes }) => bytes.length));
      await spool.release(head);
    }
    expect(sizes).toEqual([10, 5000, 10]);
  });

  it('cuts a torn end off, tells it, and goes on with what is before', async () => {
    const folder = temporaryFolder();
    const first = await open({ folder });
    for (const text of ['a', 'b', 'c']) await append(first.spool, text);
    const [name] = readdirSync(folder);
    const bytes = readFileSync(join(folder, name));
    writeFileSync(join(folder, name), bytes.subarray(0, -1));
    const second = await open({ folder });
    expect(second.notices).toMatchObject([{ kind: 'log-cut' }]);
    await append(second.spool, 'd');
    expect(await drain(second.spool)).toEqual(['a', 'b', 'd']);
  });

  it('says that a folder cannot be written, or that it is closed', async () => {
    await expect(open({ folder: '/proc/nowhere/spool' })).rejects.toMatchObject({ code: 'TT_DATA_FOLDER' });
    const { spool } = await open({ folder: temporaryFolder() });
    await spool.close();
    await expect(append(spool, 'x')).rejects.toMatchObject({ code: 'TT_DATA_FOLDER' });
  });

  it('loses nothing and keeps the order, whatever is done and whenever the process dies', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.nat(400).map((size) => ({ kind: 'append', size }) as const) },
      {
        weight: 3,
        arbitrary: fc.constantFrom(1, 300, 2000).map((size) => ({ kind: 'take', size }) as const),
      },
      { weight: 1, arbitrary: fc.constant({ kind: 'die' } as const) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
        const folder = temporaryFolder();
        // Small files, much more room than is needed.
        let { spool } = await open({ folder, maxBytes: 40_000 });
        const waiting: string[] = [];
        let made = 0;
        for (const { kind, ...given } of steps) {
          if (kind === 'append') {
            const text = `${made++} ${'x'.repeat('size' in given ? given.size : 0)}`;
            await append(spool, text);
            waiting.push(text);
          } else if (kind === 'take') {
            const head = await spool.head('size' in given ? given.size : 1);
            expect(textsOf(head) ?? []).toEqual(waiting.splice(0, head?.batches.length ?? 0));
            if (head) await spool.release(head);
          } else {
            ({ spool } = await open({ folder, maxBytes: 40_000 }));
          }
          expect(spool.stats.items).toBe(waiting.length);
        }
        expect(await drain(spool)).toEqual(waiting);
      }),
      { numRuns: 60 },
    );
  });
});
