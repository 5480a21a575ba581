import { setTimeout as sleep } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { LabelSet, TelltaleError, VirtualClock } from '@telltale/model';
import type { CompiledMatcher, Matcher } from '@telltale/model';
import { expect, it, onTestFinished } from 'vitest';
import { equalTo, notEqualTo } from '../../../test/matchers.ts';
import { eventually } from '../../../test/eventually.ts';
import { temporaryFolder } from '../../../test/temporary-folder.ts';
import { openStore } from '../../open-store.ts';
import type { StoreNotice } from '../../notice.ts';
import type { Store } from '../../store.ts';
import { createRemoteSource } from './remote-source.ts';
import type { RemoteSource } from './remote-source.ts';

const startMs = Date.UTC(2026, 5, 1, 1);
const everything = { matchers: [], startMs: 0, endMs: Number.MAX_SAFE_INTEGER };

interface Pair {
  readonly store: Store;
  readonly remote: RemoteSource;
  readonly clock: VirtualClock;
  readonly notices: StoreNotice[];
}

async function openPair(folder = temporaryFolder(), compile = compileEqual): Promise<Pair> {
  const clock = new VirtualClock(startMs);
  const notices: StoreNotice[] = [];
  const store = await openStore({
    folder,
    clock,
    flushIntervalMs: 5,
    onNotice: (notice) => void notices.push(notice),
  });
  const { port1, port2 } = new MessageChannel();
  store.serveReads(port1, compile);
  const remote = createRemoteSource(port2, { folder });
  onTestFinished(async () => {
    remote.close();
    await store.close();
  });
  return { store, remote, clock, notices };
}

function compileEqual({ name, op, value }: Matcher): CompiledMatcher {
  return op === '!=' ? notEqualTo(name, value) : equalTo(name, value);
}

/** Appends rows of three series, 15 s apart. */
async function append({ store, clock }: Pair, rows: number): Promise<void> {
  const ids = ['a', 'b', '__proto__'].map((name) =>
    store.metrics.intern(LabelSet.of({ __name__: name, job: 'shop' })),
  );
  for (let row = 0; row < rows; row++) {
    const values = Float64Array.of(row, -row, 0.5);
    store.metrics.append({ group: 'shop', timestampMs: clock.now(), ids, values });
    await clock.advanceBy(15_000);
  }
}

async function untilInBlocks(store: Store, blocks: number): Promise<void> {
  while (store.stats().blocks < blocks) await sleep(5);
}

it('another thread reads from blocks and head what the store reads', async () => {
  const pair = await openPair();
  await append(pair, 500);
  await untilInBlocks(pair.store, 2);
  expect(pair.store.stats().headSamples).toBeGreaterThan(0);
  for (const [from, to] of [
    [0, 500],
    [17, 230],
    [499, 499],
    [600, 700],
  ]) {
    const request = {
      matchers: [equalTo('job', 'shop')],
      startMs: startMs + from * 15_000,
      endMs: startMs + to * 15_000,
    };
    const expected = await pair.store.metrics.select(request);
    expect(await pair.remote.select(request)).toEqual(expected);
  }
  expect(await pair.remote.series(everything)).toEqual(await pair.store.metrics.series(everything));
  expect(await pair.remote.labelNames(everything)).toEqual(['__name__', 'job']);
  expect(await pair.remote.labelValues('__name__', everything)).toEqual(['__proto__', 'a', 'b']);
});

it('series that share their times still share them in the other thread', async () => {
  const pair = await openPair();
  await append(pair, 20);
  const [first, ...others] = await pair.remote.select(everything);
  expect(others).toHaveLength(2);
  for (const { timestamps } of others) expect(timestamps).toBe(first.timestamps);
});

it('samples that come after the answer do not change it', async () => {
  const pair = await openPair();
  await append(pair, 3);
  const before = await pair.remote.select(everything);
  await append(pair, 3);
  expect(before[0].values).toEqual(Float64Array.of(0, 1, 2));
  expect((await pair.remote.select(everything))[0].values).toHaveLength(6);
});

it('an error of the matcher reaches the reader with its code and remedy', async () => {
  const { remote } = await openPair(undefined, ({ value }) => {
    throw new TelltaleError('TT_QUERY_SYNTAX', `No such pattern: ${value}`, { fix: 'Mend it.' });
  });
  const failure = remote.select({ ...everything, matchers: [equalTo('a', '(')] });
  await expect(failure).rejects.toMatchObject({
    name: 'TelltaleError',
    code: 'TT_QUERY_SYNTAX',
    message: 'No such pattern: (',
    fix: 'Mend it.',
  });
});

it('a read that is not wanted any more ends with the reason, and others go on', async () => {
  const pair = await openPair();
  await append(pair, 3);
  const controller = new AbortController();
  const cancelled = pair.remote.select(everything, controller.signal);
  const other = pair.remote.select(everything);
  controller.abort(new Error('enough'));
  await expect(cancelled).rejects.toThrow('enough');
  expect(await other).toHaveLength(3);
});

it('reads fail clearly once the store is closed', async () => {
  const { store, remote } = await openPair();
  await store.close();
  await expect(remote.select(everything)).rejects.toThrow('closed');
});

it('labels of series that were forgotten are sent again when they come back', async () => {
  const pair = await openPair();
  await append(pair, 3);
  await pair.remote.select(everything);
  await pair.clock.advanceBy(20 * 86_400_000);
  await sleep(20);
  await pair.clock.advanceBy(3 * 3_600_000);
  await sleep(20);
  await append(pair, 1);
  const [first] = await pair.remote.select({ ...everything, startMs: pair.clock.now() - 60_000 });
  expect(first.labels.get('job')).toBe('shop');
});

it('a reader learns that blocks of today went for want of space, and reads what is left', async () => {
  const folder = temporaryFolder();
  const clock = new VirtualClock(startMs);
  const store = await openStore({ folder, clock, flushIntervalMs: 2, retentionBytes: 3 * 1024 * 1024 });
  const { port1, port2 } = new MessageChannel();
  store.serveReads(port1, compileEqual);
  const forgotten: number[] = [];
  const remote = createRemoteSource(port2, { folder, onForgetDay: (dayMs) => void forgotten.push(dayMs) });
  onTestFinished(async () => {
    remote.close();
    await store.close();
  });
  const ids = Array.from({ length: 128 }, (_, i) => store.metrics.intern(LabelSet.of({ i: String(i) })));
  for (let row = 0; row < 120 * 40; row++) {
    if (row % 120 === 0) await clock.advanceBy(15_000);
    const values = Float64Array.from(ids, () => Math.random());
    store.metrics.append({ group: 'g', timestampMs: startMs + row * 10, ids, values });
    if (row % 120 === 119) await eventually(() => store.stats().headSamples <= 128 * 240);
    if (row === 120 * 3) await remote.select(everything);
  }
  await eventually(() => forgotten.length > 0);
  expect(new Set(forgotten)).toEqual(new Set([Date.UTC(2026, 5, 1)]));
  const [[here], [there]] = [await store.metrics.select(everything), await remote.select(everything)];
  expect(here.timestamps[0]).toBeGreaterThan(startMs);
  expect(there.timestamps[0]).toBeGreaterThan(startMs);
  expect(there.values.at(-1)).toBe(here.values.at(-1));
}, 30_000);
