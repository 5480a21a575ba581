import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { LabelSet } from '@telltale/model';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { openStore } from '../open-store.ts';
import type { Store } from '../store.ts';
import type { LogPosition } from '../wal/log-position.ts';
import type { SampleLog } from './sample-log.ts';

const START = Math.floor(Date.now() / 1000) * 1000 - 600_000;

function append(store: Store, name: string, timestampMs: number, value: number): void {
  const id = store.metrics.intern(LabelSet.from([['__name__', name]]));
  store.metrics.append({ group: name, timestampMs, ids: [id], values: Float64Array.of(value) });
}

/** All values from a place on, and where they end. */
async function readAll(log: SampleLog, from: LogPosition, maxSamples = 7) {
  const values: string[] = [];
  let [position, lostFiles] = [from, 0];
  for (;;) {
    const piece = await log.read(position, maxSamples);
    lostFiles += piece.lostFiles;
    for (const { ids, values: ofRow } of piece.rows) {
      for (const [i, id] of ids.entries()) {
        values.push(`${log.labelsOf(id)?.metricName} ${ofRow[i]}`);
      }
    }
    position = piece.next;
    if (piece.samples === 0) return { values, position, lostFiles };
  }
}

test('the log gives what was taken, in that order, over restarts and when it has long been in blocks', async () => {
  const folder = temporaryFolder();
  const expected: string[] = [];
  let position: LogPosition | undefined;
  for (let life = 0; life < 3; life++) {
    const store = await openStore({ folder, followsLog: true });
    position ??= store.log.end;
    // Slabs are full after 120 rows: blocks are written and files of the log are done with.
    for (let i = 0; i < 130; i++) {
      append(store, 'a', START + (life * 130 + i) * 100, i);
      append(store, `b${life}`, START + (life * 130 + i) * 100, i);
      expected.push(`a ${i}`, `b${life} ${i}`);
    }
    append(store, 'a', START - 5000 - life, 7);
    expected.push('a 7');
    await store.flush();
    await store.close();
  }
  const store = await openStore({ folder, followsLog: true });
  const { values, position: end, lostFiles } = await readAll(store.log, position ?? store.log.end);
  expect(values).toEqual(expected);
  expect(lostFiles).toBe(0);
  expect(store.log.bytesFrom(end)).toBe(0);
  expect(store.log.bytesFrom(position ?? end)).toBeGreaterThan(expected.length);
  await store.close();
});

test('a piece that was read can be read again, however much came after it', async () => {
  const store = await openStore({ folder: temporaryFolder(), followsLog: true });
  const from = store.log.end;
  for (let i = 0; i < 20; i++) append(store, 'a', START + i, i);
  await store.flush();
  const piece = await store.log.read(from, 5);
  for (let i = 20; i < 40; i++) append(store, 'a', START + i, i);
  await store.flush();
  expect(await store.log.readAgain(from, piece.next)).toEqual(piece);
  await store.close();
});

test('files that everybody has read are deleted, and lost ones are told', async () => {
  const folder = temporaryFolder();
  let from: LogPosition | undefined;
  for (let life = 0; life < 3; life++) {
    const store = await openStore({ folder, followsLog: true, flushIntervalMs: 20 });
    from ??= store.log.end;
    for (let i = 0; i < 130; i++) append(store, 'a', START + (life * 130 + i) * 100, i);
    await store.flush();
    await expect.poll(() => store.stats().blocks).toBeGreaterThan(life);
    await store.close();
  }
  const unsent = join(folder, 'wal-unsent');
  const store = await openStore({ folder, followsLog: true, flushIntervalMs: 20 });
  // Each life has the last ten rows of the one before in its head.
  expect(readdirSync(unsent)[0]).toBe('000001.log');
  rmSync(join(unsent, '000001.log'));
  const { values, position, lostFiles } = await readAll(store.log, from ?? store.log.end);
  expect(lostFiles).toBe(1);
  expect(values.length).toBe(260);
  store.log.keepFrom(position);
  await expect.poll(() => readdirSync(unsent)).toEqual([]);
  await store.close();
});

test('exemplars are given by their numbers', async () => {
  const store = await openStore({ folder: temporaryFolder(), followsLog: true, flushIntervalMs: 20 });
  append(store, 'a', START, 1);
  const id = store.metrics.intern(LabelSet.from([['__name__', 'a']]));
  const before = store.log.lastExemplarNumber;
  const labels = LabelSet.from([['trace_id', 'x']]);
  for (let i = 0; i < 3; i++) {
    store.exemplars.appendExemplar(id, { labels, value: i, timestampMs: START + i });
  }
  const found = store.log.exemplarsAfter(before, 2);
  expect(found.map(({ exemplar }) => exemplar.value)).toEqual([0, 1]);
  expect(store.log.exemplarsAfter(found[1].number, 9).map(({ exemplar }) => exemplar.value)).toEqual([2]);
  await store.close();
});
