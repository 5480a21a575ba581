import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import type { StoreNotice } from '../notice.ts';
import { openIntakeLog } from './intake-log.ts';
import type { IntakeLog, IntakeLogOptions } from './intake-log.ts';

interface Opened {
  readonly log: IntakeLog;
  readonly batches: [number, string][];
  readonly notices: StoreNotice[];
}

async function open(options: IntakeLogOptions): Promise<Opened> {
  const batches: [number, string][] = [];
  const notices: StoreNotice[] = [];
  const log = await openIntakeLog(
    { ...options, onNotice: (notice) => void notices.push(notice) },
    ({ number, bytes }) => void batches.push([number, Buffer.from(bytes).toString()]),
  );
  onTestFinished(() => log.close());
  return { log, batches, notices };
}

/** Reads a log as the next process would, and leaves it as it is. */
async function replayed(folder: string): Promise<[number, string][]> {
  const { log, batches } = await open({ folder });
  await log.close();
  return batches;
}

const bytesOf = (text: string): Uint8Array => Buffer.from(text);

describe('the intake log', () => {
  it('has every batch whose append has resolved, in the order of the calls, also without being closed', async () => {
    const folder = temporaryFolder();
    const { log } = await open({ folder });
    const texts = Array.from({ length: 50 }, (_, i) => `batch ${i} é`);
    expect(await Promise.all(texts.map((text) => log.append(bytesOf(text))))).toEqual(
      texts.map((_, i) => i + 1),
    );
    expect(await replayed(folder)).toEqual(texts.map((text, i) => [i + 1, text]));
  });

  it('gives back what was not released, with the same numbers, and goes on counting', async () => {
    const folder = temporaryFolder();
    const first = await open({ folder, maxSegmentBytes: 1 });
    for (const text of ['a', 'b', 'c']) await first.log.append(bytesOf(text));
    await first.log.release(2);
    await first.log.close();
    const second = await open({ folder });
    expect(second.batches).toEqual([[3, 'c']]);
    expect(await second.log.append(bytesOf('d'))).toBe(4);
    await second.log.release(4);
    await second.log.close();
    const third = await open({ folder });
    expect(third.batches).toEqual([]);
    expect(await third.log.append(bytesOf('e'))).toBe(5);
  });

  it('counts on from the number that its owner knows, when its own files were lost', async () => {
    const { log } = await open({ folder: temporaryFolder(), firstNumber: 700 });
    expect(await log.append(bytesOf('a'))).toBe(700);
  });

  it('deletes files as soon as all that is in them was released', async () => {
    const folder = temporaryFolder();
    const { log } = await open({ folder, maxSegmentBytes: 100 });
    for (let i = 0; i < 10; i++) await log.append(new Uint8Array(60));
    expect(readdirSync(folder)).toEqual([
      '000001.log',
      '000003.log',
      '000005.log',
      '000007.log',
      '000009.log',
    ]);
    await log.release(5);
    expect(readdirSync(folder)).toEqual(['000005.log', '000007.log', '000009.log']);
    expect(log.pendingBytes).toBe(300);
    await log.release(10);
    await log.close();
    expect(readdirSync(folder)).toEqual(['000011.log']);
    expect(log.totalBytes).toBe(0);
  });

  it('keeps no large file when all that is in it was released', async () => {
    const folder = temporaryFolder();
    const { log } = await open({ folder });
    await log.append(new Uint8Array(300_000));
    await Promise.all([log.release(1), log.append(bytesOf('next'))]);
    await log.release(2);
    await log.append(bytesOf('last'));
    await eventually(() => log.totalBytes < 1000);
    await log.close();
    expect(await replayed(folder)).toEqual([[3, 'last']]);
  });

  it('refuses what is too much to hold, takes nothing of it, and takes it when there is room again', async () => {
    const folder = temporaryFolder();
    const { log } = await open({ folder, maxPendingBytes: 10 });
    await log.append(bytesOf('12345678'));
    await expect(log.append(bytesOf('abc'))).rejects.toMatchObject({ code: 'TT_OVERLOADED' });
    await log.release(1);
    expect(await log.append(bytesOf('abc'))).toBe(2);
    expect(await replayed(folder)).toEqual([
      [1, '12345678'],
      [2, 'abc'],
    ]);
  });

  it('cuts a torn, flipped or zero-filled end off, keeps what is before it, and goes on behind it', async () => {
    const texts = Array.from({ length: 6 }, (_, i) => `batch ${i}`);
    const source = temporaryFolder();
    const { log } = await open({ folder: source });
    for (const text of texts) await log.append(bytesOf(text));
    const bytes = readFileSync(join(source, '000001.log'));
    const frameBytes = bytes.length / texts.length;
    const damage = fc.record({
      from: fc.nat(bytes.length - 1),
      kind: fc.constantFrom('cut', 'flip', 'zero', 'cut and zero-filled'),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ from, kind }) => {
        const folder = temporaryFolder();
        const damaged = Buffer.from(kind === 'cut' ? bytes.subarray(0, from) : bytes);
        if (kind === 'flip') damaged[from] ^= 0x10;
        if (kind.endsWith('zero') || kind.endsWith('zero-filled')) damaged.fill(0, from);
        const firstChange = damaged.findIndex((byte, i) => byte !== bytes[i]);
        const end = firstChange === -1 ? damaged.length : firstChange;
        const whole = Math.floor(end / frameBytes);
        writeFileSync(join(folder, '000001.log'), damaged);
        const next = await open({ folder });
        expect(next.batches).toEqual(texts.slice(0, whole).map((text, i) => [i + 1, text]));
        expect(next.notices.length).toBe(damaged.length === whole * frameBytes ? 0 : 1);
        await next.log.append(bytesOf('after'));
        expect((await replayed(folder)).at(-1)).toEqual([whole + 1, 'after']);
      }),
      { numRuns: 60 },
    );
  });

  it('says that a folder cannot be written', async () => {
    await expect(open({ folder: '/proc/nowhere/log' })).rejects.toMatchObject({ code: 'TT_DATA_FOLDER' });
  });

  it('refuses batches once it is closed', async () => {
    const { log } = await open({ folder: temporaryFolder() });
    await log.close();
    await expect(log.append(bytesOf('x'))).rejects.toMatchObject({ code: 'TT_DATA_FOLDER' });
  });
});
