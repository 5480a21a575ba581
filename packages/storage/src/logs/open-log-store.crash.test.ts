import { appendFileSync, readdirSync, truncateSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { crashLogRecord } from '../../test/crash-log-records.ts';
import { ProgramChild } from '../../test/program-child.ts';
import { seededRandom } from '../../test/seeded-random.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import type { StoreNotice } from '../notice.ts';
import { openLogStore } from './open-log-store.ts';

const IS_LONG = process.env.TELLTALE_TEST_SCALE === 'long';
const KILLS = IS_LONG ? 100 : 4;
const FOLDERS = IS_LONG ? 4 : 2;
const SEED = Number(process.env.TELLTALE_TEST_SEED ?? 1);
const ALL = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
const PAGE = 5000;

/** The numbers of all records, ascending. */
async function numbersIn(folder: string, notices: StoreNotice[] = []): Promise<number[]> {
  const logs = await openLogStore({ folder, onNotice: (notice) => void notices.push(notice) });
  const numbers: number[] = [];
  let after: string | undefined;
  for (let hasMore = true; hasMore;) {
    const page = await logs.search({ ...ALL, order: 'oldest', limit: PAGE, after });
    for (const { message, attributes } of page.records) {
      const number = Number(message.slice('record '.length));
      if (attributes.number !== number) expect.unreachable(`the attributes of ${message}`);
      numbers.push(number);
    }
    after = page.records.at(-1)?.id;
    ({ hasMore } = page);
  }
  expect((await logs.stats()).records).toBe(numbers.length);
  await logs.close();
  return numbers.sort((a, b) => a - b);
}

/** Every acknowledged record is there, and none is there twice. */
async function killRepeatedly(random: () => number, kills: number): Promise<void> {
  const folder = temporaryFolder();
  let next = 0;
  const lost = new Set<number>();
  for (let kill = 0; kill < kills; kill++) {
    const acknowledged = await new ProgramChild('log-crash-child.ts', [folder, String(next)]).killAfter(
      random() * 200,
    );
    expect(acknowledged).toBeGreaterThanOrEqual(next);
    const notices: StoreNotice[] = [];
    const numbers = await numbersIn(folder, notices);
    expect(notices.filter(({ kind }) => kind !== 'log-cut')).toEqual([]);
    const isThere = new Set(numbers);
    expect(numbers.length).toBe(isThere.size);
    for (let number = 0; number <= acknowledged; number++) {
      if (!isThere.has(number) && !lost.has(number)) expect.unreachable(`record ${number} is lost`);
    }
    // What was under way at the kill may be there or not.
    const last = numbers.at(-1) ?? -1;
    for (let number = acknowledged + 1; number <= last; number++) {
      if (!isThere.has(number)) lost.add(number);
    }
    next = last + 1;
  }
  expect(next).toBeGreaterThan(kills * 10);
}

describe('a log store killed with SIGKILL', () => {
  it('opens again each time with every acknowledged record, each of them once', async () => {
    const folders = Array.from({ length: FOLDERS }, (_, i) => seededRandom(SEED * KILLS + i));
    await Promise.all(folders.map((random) => killRepeatedly(random, KILLS / FOLDERS)));
  }, 600_000);
});

describe('the log of a log store', () => {
  it('is cut at a torn or zero-filled end, and every record before it stays', async () => {
    for (const tear of ['cut', 'zeros'] as const) {
      const folder = temporaryFolder();
      const logs = await openLogStore({ folder });
      for (let number = 0; number < 10; number++) await logs.append([crashLogRecord(number)]);
      await logs.close();
      const intake = join(folder, 'intake');
      const path = join(intake, readdirSync(intake)[0]);
      if (tear === 'cut') truncateSync(path, statSync(path).size - 20);
      else appendFileSync(path, new Uint8Array(4096));
      const notices: StoreNotice[] = [];
      const kept = tear === 'cut' ? 9 : 10;
      expect(await numbersIn(folder, notices)).toEqual(Array.from({ length: kept }, (_, i) => i));
      expect(notices.map(({ kind }) => kind)).toEqual(['log-cut']);
    }
  });
});
