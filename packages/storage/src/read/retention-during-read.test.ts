import { cpSync, existsSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { LabelSet, VirtualClock } from '@telltale/model';
import type { SelectRequest, SeriesColumns, SeriesSource } from '@telltale/model';
import { expect, it } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { equalTo } from '../../test/matchers.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { dayFilePath } from '../folder/data-folder.ts';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';
import { createRemoteSource } from './remote/remote-source.ts';

const DAY_MS = 86_400_000;
const FIRST_DAY_MS = Date.UTC(2026, 2, 10);
const SERIES = 200;
const ALL: SelectRequest = { matchers: [], startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

/** The last minute of the time in which both days are kept. */
const NOW_MS = FIRST_DAY_MS + 2.5 * DAY_MS - 60_000;

/** A folder with a sample of each series for every half hour of two days. */
async function twoDays(): Promise<string> {
  const folder = temporaryFolder();
  const clock = new VirtualClock(NOW_MS);
  const store = await openStore({ folder, clock, flushIntervalMs: 5 });
  const ids = Array.from({ length: SERIES }, (_, i) => store.metrics.intern(LabelSet.of({ i: String(i) })));
  for (let row = 0; row < 96; row++) {
    const values = new Float64Array(SERIES).fill(row);
    store.metrics.append({ group: 'g', timestampMs: FIRST_DAY_MS + row * 1_800_000, ids, values });
  }
  await eventually(() => store.stats().headSamples <= SERIES * 8);
  await store.close();
  return folder;
}

/** The values of both days, or of the second: the same for every series. */
function daysOf(answer: readonly SeriesColumns[]): string {
  expect(answer).toHaveLength(SERIES);
  const firsts = new Set(answer.map(({ values }) => values[0]));
  expect(firsts.size).toBe(1);
  const [first] = firsts;
  for (const { values } of answer)
    expect([...values]).toEqual(Array.from({ length: 96 - first }, (_, i) => first + i));
  return first === 0 ? 'both days' : `from row ${first}`;
}

/** Reads while the retention deletes the first day, `turns` turns of the event loop later. */
async function readDuringDrop(
  image: string,
  turns: number,
  sourceOf: (store: Store, folder: string) => SeriesSource,
): Promise<string> {
  const folder = temporaryFolder();
  cpSync(image, folder, { recursive: true });
  const clock = new VirtualClock(NOW_MS);
  const store = await openStore({ folder, clock, flushIntervalMs: 5, retentionMs: 1.5 * DAY_MS });
  const source = sourceOf(store, folder);
  await source.series(ALL);
  const answer = source.select(ALL);
  for (let i = 0; i < turns; i++) await nextTurn();
  await clock.advanceBy(3_600_000);
  await eventually(() => !existsSync(dayFilePath(folder, FIRST_DAY_MS)));
  const days = daysOf(await answer);
  expect(daysOf(await source.select(ALL))).toBe('from row 48');
  await store.close();
  return days;
}

it.each([
  ['in the thread of the store', (store: Store) => store.metrics],
  [
    'in another thread',
    (store: Store, folder: string) => {
      const { port1, port2 } = new MessageChannel();
      store.serveReads(port1, ({ name, value }) => equalTo(name, value));
      return createRemoteSource(port2, { folder });
    },
  ],
])('an answer is whole while the retention deletes a day of it, %s', async (_, sourceOf) => {
  const image = await twoDays();
  for (let turns = 0; turns < 3; turns++) {
    expect(['both days', 'from row 48']).toContain(await readDuringDrop(image, turns, sourceOf));
  }
});
