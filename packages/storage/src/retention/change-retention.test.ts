import { readdirSync } from 'node:fs';
import { VirtualClock } from '@telltale/model';
import { describe, expect, it, onTestFinished } from 'vitest';
import { appendOne } from '../../test/append-one.ts';
import { cutSlabs } from '../../test/cut-slabs.ts';
import { eventually } from '../../test/eventually.ts';
import { madeSpan } from '../../test/made-span.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { openLogStore } from '../logs/open-log-store.ts';
import { openStore } from '../open-store.ts';
import { openTraceStore } from '../traces/open-trace-store.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 2, 10, 12);
/** The newest days, today included. */
const keep = (days: number) => ({ retentionMs: (days - 1) * DAY_MS, maxBytes: Infinity });

const daysIn = (folder: string) =>
  readdirSync(folder)
    .flatMap((name) => /-(\d{8})(?:-\d+)?\.db$/.exec(name)?.[1] ?? [])
    .sort();

describe('what is kept, when it changes while the store is open', () => {
  it('of metrics is deleted at once where it is less, however many days that are, and stays where it is more', async () => {
    const folder = temporaryFolder();
    const clock = new VirtualClock(START_MS);
    const store = await openStore({ folder, clock, flushIntervalMs: 5, ...keep(15) });
    onTestFinished(() => store.close());
    for (let day = -8; day <= 0; day++) appendOne(store, 'a', START_MS + day * DAY_MS, day);
    await cutSlabs(store, clock);
    expect(daysIn(folder)).toHaveLength(9);

    store.setRetention(keep(6));
    await eventually(() => daysIn(folder).length === 6);
    appendOne(store, 'b', START_MS - 20 * DAY_MS, 1);
    expect(store.stats().refusedSamples.tooOld).toBe(1);
    store.setRetention(keep(30));
    await clock.advanceBy(3 * 3_600_000);
    await store.flush();
    expect(daysIn(folder)).toEqual(['20260305', '20260306', '20260307', '20260308', '20260309', '20260310']);
    appendOne(store, 'c', START_MS - 20 * DAY_MS, 1);
    expect(store.stats().refusedSamples.tooOld).toBe(1);
  });

  it('of logs is deleted at once where it is less, and older records are taken where it is more', async () => {
    const folder = temporaryFolder();
    const clock = new VirtualClock(START_MS);
    const logs = await openLogStore({ folder, clock, flushIntervalMs: 5, ...keep(15) });
    onTestFinished(() => logs.close());
    const record = (day: number) => ({
      timeMs: START_MS + day * DAY_MS,
      severity: 9,
      service: 'shop',
      message: `day ${day}`,
      attributes: {},
      resource: {},
    });
    await logs.append([-8, -5, 0].map(record));
    await logs.flush();
    expect(daysIn(folder)).toHaveLength(3);

    logs.setRetention(keep(7));
    await eventually(() => daysIn(folder).length === 2);
    logs.setRetention(keep(30));
    await logs.append([record(-20)]);
    await logs.flush();
    expect(daysIn(folder)).toEqual(['20260218', '20260305', '20260310']);
  });

  it('of traces is deleted at once where it is less', async () => {
    const folder = temporaryFolder();
    const clock = new VirtualClock(START_MS);
    const traces = await openTraceStore({ folder, clock, flushIntervalMs: DAY_MS, ...keep(15) });
    onTestFinished(() => traces.close());
    for (let day = 0; day < 4; day++) {
      await traces.append([madeSpan(day + 1)]);
      await traces.flush();
      await clock.advanceBy(DAY_MS);
    }
    expect(daysIn(folder)).toHaveLength(4);
    traces.setRetention(keep(3));
    await eventually(() => daysIn(folder).length === 2);
    expect(daysIn(folder)).toEqual(['20260312', '20260313']);
  });
});
