import { readdirSync } from 'node:fs';
import { VirtualClock } from '@telltale/model';
import type { LogRecord } from '@telltale/model';
import { expect, it, onTestFinished, vi } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { seededRandom } from '../../test/seeded-random.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import type { StoreNotice } from '../notice.ts';
import { openLogStore } from './open-log-store.ts';

/* Each store starts threads, which takes its time on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.UTC(2026, 2, 10);
/** Of a block that does not compress well. */
const RECORDS = 150;
const ALL = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

function record(timeMs: number, message = 'x'): LogRecord {
  return { timeMs, severity: 9, service: 'shop', message, attributes: {}, resource: {} };
}

function dayFiles(folder: string): string[] {
  return readdirSync(folder).filter((name) => /^logs-\d+\.db$/.test(name));
}

it('days that are too old are deleted as files; a search that is under way finds all that there was', async () => {
  const folder = temporaryFolder();
  const clock = new VirtualClock(START_MS);
  const logs = await openLogStore({ folder, clock, retentionMs: 2 * DAY_MS });
  onTestFinished(() => logs.close());
  for (let day = -2; day <= 0; day++) {
    const batch = Array.from({ length: 4500 }, (_, i) => record(START_MS + day * DAY_MS + i, `line ${i}`));
    await logs.append(batch);
    await logs.flush();
  }
  expect(dayFiles(folder)).toHaveLength(3);
  const search = logs.search({
    ...ALL,
    order: 'oldest',
    limit: 20_000,
    filter: { kind: 'regexp', pattern: 'l.*e' },
  });
  await clock.advanceBy(DAY_MS);
  expect((await search).records).toHaveLength(13_500);
  await eventually(() => dayFiles(folder).length === 2);
  expect(await logs.stats()).toMatchObject({ records: 9000, oldestMs: START_MS - DAY_MS });
  expect((await logs.search({ ...ALL, order: 'oldest', limit: 1 })).records[0].timeMs).toBe(
    START_MS - DAY_MS,
  );
});

it('a clock that jumps ahead deletes nothing for two hours, and says so', async () => {
  const folder = temporaryFolder();
  const clock = new VirtualClock(START_MS);
  const notices: StoreNotice[] = [];
  const onNotice = (notice: StoreNotice): void => void notices.push(notice);
  const logs = await openLogStore({ folder, clock, retentionMs: 2 * DAY_MS, onNotice });
  await logs.append([record(START_MS)]);
  await logs.flush();
  await logs.close();
  const ahead = new VirtualClock(START_MS + 400 * DAY_MS);
  const again = await openLogStore({ folder, clock: ahead, retentionMs: 2 * DAY_MS, onNotice });
  onTestFinished(() => again.close());
  await ahead.advanceBy(HOUR_MS);
  expect(notices.map(({ kind }) => kind)).toEqual(['retention-held']);
  expect(await again.stats()).toMatchObject({ records: 1 });
  await ahead.advanceBy(HOUR_MS);
  await eventually(() => dayFiles(folder).length === 0);
  expect(await again.stats()).toMatchObject({ records: 0 });
});

it('all files together stay below the limit: the oldest days go, and of the newest the oldest blocks', async () => {
  const folder = temporaryFolder();
  const clock = new VirtualClock(START_MS);
  const maxBytes = 8_000_000;
  const logs = await openLogStore({ folder, clock, maxBytes, flushIntervalMs: 20 });
  onTestFinished(() => logs.close());
  const random = seededRandom(1);
  const noise = (): string => Array.from({ length: 150 }, () => random().toString(36).slice(2)).join('');
  let mostBytes = 0;
  const append = async (timeMs: number): Promise<void> => {
    await logs.append(Array.from({ length: RECORDS }, (_, i) => record(timeMs + i, noise())));
    await logs.flush();
    mostBytes = Math.max(mostBytes, (await logs.stats()).bytes);
  };
  for (let day = -3; day < 0; day++) await append(START_MS + day * DAY_MS);
  expect(dayFiles(folder)).toHaveLength(3);
  for (let minute = 0; minute < 60; minute++) await append(START_MS - HOUR_MS * 2 + minute * 60_000);
  await eventually(() => dayFiles(folder).length === 1);
  expect(mostBytes).toBeLessThan(maxBytes);
  const { records } = await logs.search({ ...ALL, limit: 1 });
  expect(records[0].timeMs).toBe(START_MS - HOUR_MS * 2 + 59 * 60_000 + RECORDS - 1);
  const kept = await logs.stats();
  expect(kept.records).toBeLessThan(50 * RECORDS);
  expect(kept.records).toBeGreaterThan(10 * RECORDS);
  const counts = await logs.counts(ALL, HOUR_MS);
  expect(counts.reduce((sum, { counts: { info = 0 } }) => sum + info, 0)).toBe(kept.records);
});
