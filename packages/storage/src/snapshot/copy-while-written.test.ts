import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LabelSet, systemClock } from '@telltale/model';
import type { Span } from '@telltale/model';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { openLogStore } from '../logs/open-log-store.ts';
import { openStore } from '../open-store.ts';
import { openTraceStore } from '../traces/open-trace-store.ts';
import { createPassingFolder } from './take-snapshot.ts';

const BEGIN = Date.now() - 60_000;
const ALL = { startMs: BEGIN - 60_000, endMs: BEGIN + 3_600_000 };

/** Appends one after another until it is told to end; returns how many resolved before the copy, and in all. */
async function whileAppending(
  append: (number: number) => Promise<void>,
  atLeast: number,
  copy: () => Promise<void>,
): Promise<{ before: number; all: number }> {
  let number = 0;
  const end = new AbortController();
  const appending = (async () => {
    while (!end.signal.aborted) await append(number++);
  })();
  await expect.poll(() => number, { timeout: 15_000 }).toBeGreaterThan(atLeast);
  // The one that is under way may be in the copy or not.
  const before = number - 1;
  await copy();
  end.abort();
  await appending;
  return { before, all: number };
}

it('a copy of logs has every record from before, each once, while others come and become blocks', async () => {
  const store = await openLogStore({ folder: temporaryFolder(), sealAfterMs: 1, flushIntervalMs: 5 });
  const copies = [join(temporaryFolder(), 'a'), join(temporaryFolder(), 'b')];
  for (const [round, copy] of copies.entries()) {
    const append = (number: number) =>
      store.append([
        {
          timeMs: BEGIN + number,
          severity: 9,
          service: 'shop',
          message: `round ${round} number ${number}`,
          attributes: {},
          resource: {},
        },
      ]);
    const { before } = await whileAppending(append, 400, () => store.copyTo(copy));
    const copied = await openLogStore({ folder: copy });
    const { records } = await copied.search({ ...ALL, limit: 100_000 });
    const messages = records.map(({ message }) => message);
    expect(new Set(messages).size).toBe(messages.length);
    const wanted = Array.from({ length: before }, (_, number) => `round ${round} number ${number}`);
    expect(wanted.filter((message) => !messages.includes(message))).toEqual([]);
    await copied.append([{ ...records[0], message: 'goes on' }]);
    expect((await copied.search({ ...ALL, limit: 100_000 })).records).toHaveLength(records.length + 1);
    await copied.close();
  }
  await store.close();
});

it('a copy of traces has every span from before, each counted once, while traces are decided on', async () => {
  const store = await openTraceStore({ folder: temporaryFolder(), decisionDelayMs: 1, flushIntervalMs: 5 });
  const copies = [join(temporaryFolder(), 'a'), join(temporaryFolder(), 'b')];
  let first = 0;
  for (const copy of copies) {
    const from = first;
    const append = (number: number) => store.append([spanOf(from + number)]);
    const { before, all } = await whileAppending(append, 400, () => store.copyTo(copy));
    const copied = await openTraceStore({ folder: copy });
    await copied.flush();
    for (let number = 0; number < from + before; number += 7) {
      expect((await copied.get(traceIdOf(number)))?.spans, `${number}`).toHaveLength(1);
    }
    const { spans } = await copied.stats();
    expect(spans).toBeGreaterThanOrEqual(from + before);
    expect(spans).toBeLessThanOrEqual(from + all);
    const [calls] = await copied.operations({ ...ALL });
    expect(calls.calls).toBe(spans);
    await copied.append([spanOf(1_000_000)]);
    expect((await copied.get(traceIdOf(1_000_000)))?.spans).toHaveLength(1);
    await copied.close();
    first += all;
  }
  await store.close();
});

it('a copy of samples has every one from before, and goes away at the next start where nobody deleted it', async () => {
  const folder = temporaryFolder();
  const store = await openStore({ folder, flushIntervalMs: 5 });
  const ids = [store.metrics.intern(LabelSet.of({ __name__: 'number' }))];
  const append = async (number: number): Promise<void> => {
    store.metrics.append({ group: 'g', timestampMs: BEGIN + number, ids, values: Float64Array.of(number) });
    await new Promise((resolve) => setImmediate(resolve));
  };
  const copy = await createPassingFolder(folder, systemClock.now());
  const { before } = await whileAppending(append, 400, () => store.copyTo(copy));
  const elsewhere = await openStore({ folder: copy });
  const [columns] = await elsewhere.metrics.select({ matchers: [], ...ALL });
  expect([...columns.values].slice(0, before)).toEqual(Array.from({ length: before }, (_, number) => number));
  await elsewhere.close();
  await store.close();
  await (await openStore({ folder })).close();
  expect(readdirSync(join(folder, 'snapshots'))).toEqual([]);
});

it('a place that cannot be written is told, and the stores go on', async () => {
  const logs = await openLogStore({ folder: temporaryFolder() });
  const traces = await openTraceStore({ folder: temporaryFolder() });
  const store = await openStore({ folder: temporaryFolder() });
  const nowhere = '/proc/telltale';
  for (const copying of [logs.copyTo(nowhere), traces.copyTo(nowhere), store.copyTo(nowhere)]) {
    await expect(copying).rejects.toMatchObject({ code: 'TT_DATA_FOLDER' });
  }
  await traces.append([spanOf(1)]);
  const copy = join(temporaryFolder(), 'copy');
  mkdirSync(copy);
  await traces.copyTo(copy);
  await Promise.all([logs.close(), traces.close(), store.close()]);
});

function traceIdOf(number: number): string {
  return (number + 1).toString(16).padStart(32, '0');
}

function spanOf(number: number): Span {
  return {
    traceId: traceIdOf(number),
    spanId: (number + 1).toString(16).padStart(16, '0'),
    name: 'GET /',
    kind: 'server',
    startMs: BEGIN + (number % 1000),
    durationMs: 1,
    status: 'ok',
    service: 'shop',
    attributes: {},
    events: [],
    links: [],
    resource: {},
  };
}
