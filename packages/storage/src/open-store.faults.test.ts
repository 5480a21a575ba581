import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LabelSet, VirtualClock } from '@telltale/model';
import type { Clock } from '@telltale/model';
import { describe, expect, it } from 'vitest';
import { eventually } from '../test/eventually.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import type { StoreNotice } from './notice.ts';
import { openStore } from './open-store.ts';
import type { Store } from './store.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 2, 10, 12);
const ALL = { matchers: [], startMs: 0, endMs: Number.MAX_SAFE_INTEGER };
/** Of Linux: changes the limits of another process. */
const PRLIMIT = 'prlimit';
const FULL_DISK_CHILD = fileURLToPath(new URL('../test/full-disk-child.ts', import.meta.url));

function hasProgram(name: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${name}`]);
    return true;
  } catch {
    return false;
  }
}

describe('a disk that is full', () => {
  it.runIf(hasProgram(PRLIMIT))(
    'is reported, the station goes on, and nothing is lost once there is room again; no second process gets in',
    async () => {
      const folder = temporaryFolder();
      const startMs = Date.now() - HOUR_MS;
      // What a full disk does to every file: nothing can be written beyond some 300 kB.
      const command = `ulimit -S -f 300; exec "$@"`;
      const node = [process.execPath, '--conditions=@telltale/source', '--no-warnings', FULL_DISK_CHILD];
      const child = spawn('bash', ['-c', command, 'bash', ...node, folder, String(startMs)]);
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const exited = once(child, 'exit');
      await eventually(() => output.includes('write-failed') || child.exitCode !== null);
      expect(output).toBe('write-failed\n');
      await expect(openStore({ folder })).rejects.toMatchObject({ code: 'TT_DATA_LOCKED' });
      execFileSync(PRLIMIT, ['--pid', String(child.pid), '--fsize=unlimited']);
      await eventually(() => output.includes('write-recovered') || child.exitCode !== null);
      child.stdin.end('end\n');
      await exited;
      expect(output).toMatch(/^write-failed\nwrite-recovered\nrows \d+\n$/);
      const rows = Number(/rows (\d+)/.exec(output)?.[1]);
      const store = await openStore({ folder });
      const series = await store.metrics.select(ALL);
      expect(series).toHaveLength(200);
      for (const { timestamps, values } of series) {
        expect(timestamps).toEqual(Float64Array.from({ length: rows }, (_, row) => startMs + row));
        expect(values.at(-1)).toBe(values[0] + (rows - 1));
      }
      await store.close();
    },
    60_000,
  );
});

describe('a folder that cannot be written', () => {
  it.runIf(process.platform !== 'win32')(
    'is refused at start with what to do, new or with data in it',
    async () => {
      const folder = temporaryFolder();
      chmodSync(folder, 0o755);
      const empty = join(folder, 'empty');
      const used = join(folder, 'used');
      mkdirSync(empty);
      await (await openStore({ folder: used })).close();
      for (const path of [empty, join(used, 'wal'), used]) chmodSync(path, 0o555);
      // Nothing is read-only for root: the program gives its rights away first.
      const script = `
        import { openStore } from '@telltale/storage';
        if (process.getuid() === 0) process.seteuid(65534);
        for (const folder of process.argv.slice(1)) {
          await openStore({ folder }).catch(({ code, message, fix }) => console.log(code, message, fix));
        }`;
      const args = ['--conditions=@telltale/source', '--input-type=module', '--eval', script, empty, used];
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
      const lines = stdout.trim().split('\n');
      expect(lines).toEqual([
        expect.stringMatching(/^TT_DATA_FOLDER Cannot .* the data folder .*empty: .*--data/),
        expect.stringMatching(/^TT_DATA_FOLDER Cannot .* the data folder .*used: .*--data/),
      ]);
      for (const path of [empty, used, join(used, 'wal')]) chmodSync(path, 0o755);
    },
    30_000,
  );
});

/** A clock that somebody sets; its timers, as the machine's, do not care. */
class SetClock implements Clock {
  readonly steady = new VirtualClock(START_MS);
  offsetMs = 0;
  now(): number {
    return this.steady.now() + this.offsetMs;
  }
  after(delayMs: number, task: () => void): () => void {
    return this.steady.after(delayMs, task);
  }
}

describe('a clock that jumps', () => {
  async function withJumps(
    run: (store: Store, clock: SetClock, scrape: (rows: number) => Promise<void>) => Promise<void>,
  ): Promise<string[]> {
    const clock = new SetClock();
    const notices: StoreNotice[] = [];
    const onNotice = (notice: StoreNotice): void => void notices.push(notice);
    const store = await openStore({ folder: temporaryFolder(), clock, onNotice, flushIntervalMs: 5 });
    const ids = [store.metrics.intern(LabelSet.of({ __name__: 'up' }))];
    let row = 0;
    const scrape = async (rows: number): Promise<void> => {
      for (let i = 0; i < rows; i++, row++) {
        await clock.steady.advanceBy(15_000);
        store.metrics.append({ group: 'g', timestampMs: clock.now(), ids, values: Float64Array.of(row) });
      }
    };
    await run(store, clock, scrape);
    await store.close();
    return notices.map(({ kind, message }) => `${kind}: ${message}`);
  }

  it('ahead by an hour and back loses no sample, and is told once each', async () => {
    const told = await withJumps(async (store, clock, scrape) => {
      await scrape(20);
      clock.offsetMs = HOUR_MS;
      await scrape(20);
      clock.offsetMs = 0;
      await scrape(300);
      expect(store.stats()).toMatchObject({ appendedSamples: 340 - 20, refusedSamples: { conflicting: 20 } });
      const [{ timestamps, values }] = await store.metrics.select(ALL);
      expect(timestamps).toEqual(timestamps.toSorted());
      expect(values.filter((value) => value < 40)).toHaveLength(40);
    });
    expect(told).toEqual([
      'clock-jumped: The clock went ahead by 1h, or the machine slept.',
      expect.stringMatching(/^clock-jumped: The clock went back by 59m45s\. Samples whose time/),
    ]);
  });

  it('back by an hour loses no sample that has a time of its own, and is told once', async () => {
    const told = await withJumps(async (store, clock, scrape) => {
      await scrape(20);
      clock.offsetMs = 7 - HOUR_MS;
      await scrape(300);
      expect(store.stats()).toMatchObject({ appendedSamples: 320, outOfOrderSamples: 0 });
      expect((await store.metrics.select(ALL))[0].values).toHaveLength(320);
    });
    expect(told).toEqual([expect.stringMatching(/^clock-jumped: The clock went back by 59m44s993ms\./)]);
  });

  it('is told at start when the samples that are there are of the future', async () => {
    const folder = temporaryFolder();
    const first = await openStore({ folder, clock: new VirtualClock(START_MS + 24 * HOUR_MS) });
    const ids = [first.metrics.intern(LabelSet.of({ __name__: 'up' }))];
    first.metrics.append({
      group: 'g',
      timestampMs: START_MS + 24 * HOUR_MS,
      ids,
      values: Float64Array.of(1),
    });
    await first.close();
    const notices: StoreNotice[] = [];
    const clock = new VirtualClock(START_MS);
    const second = await openStore({ folder, clock, onNotice: (notice) => void notices.push(notice) });
    expect(notices).toEqual([
      { kind: 'clock-jumped', message: expect.stringContaining('1d ahead of the clock') },
    ]);
    expect(await second.metrics.select(ALL)).toHaveLength(1);
    await second.close();
  });

  it('ahead by a week and right again keeps no sample out from then on', async () => {
    await withJumps(async (store, clock, scrape) => {
      await scrape(20);
      clock.offsetMs = 7 * 24 * HOUR_MS;
      await scrape(20);
      clock.offsetMs = 0;
      await scrape(300);
      expect(store.stats().refusedSamples).toEqual({
        tooOld: 0,
        conflicting: 0,
        tooFarAhead: 0,
        malformed: 0,
      });
      expect((await store.metrics.select(ALL))[0].values).toHaveLength(340);
    });
  });

  it('far ahead at start deletes no day and no log within two hours, and is told', async () => {
    const folder = temporaryFolder();
    const first = await openStore({ folder, clock: new VirtualClock(START_MS), flushIntervalMs: 5 });
    const ids = [first.metrics.intern(LabelSet.of({ __name__: 'up' }))];
    const days = [-4, -3, -2, -1, 0];
    for (const day of days) {
      const timestampMs = START_MS + day * 24 * HOUR_MS;
      first.metrics.append({ group: 'g', timestampMs, ids, values: Float64Array.of(day) });
    }
    await eventually(() => first.stats().headSamples === 1);
    await first.close();
    const notices: StoreNotice[] = [];
    const wrong = new VirtualClock(START_MS + 300 * 24 * HOUR_MS);
    const options = {
      folder,
      flushIntervalMs: 5,
      onNotice: (notice: StoreNotice) => void notices.push(notice),
    };
    const valuesOf = async (store: Store): Promise<number[]> => [
      ...(await store.metrics.select(ALL))[0].values,
    ];
    const second = await openStore({ ...options, clock: wrong });
    await wrong.advanceBy(1.5 * HOUR_MS);
    expect(await valuesOf(second)).toEqual(days);
    expect(notices).toEqual([
      {
        kind: 'retention-held',
        message: expect.stringMatching(/is 2027-01-04, and 4 days from 2026-03-06 to 2026/),
      },
    ]);
    await second.close();
    const right = await openStore({ ...options, clock: new VirtualClock(START_MS) });
    expect(await valuesOf(right)).toEqual(days);
    await right.close();
    const believed = await openStore({ ...options, clock: wrong });
    await wrong.advanceBy(2 * HOUR_MS);
    await eventually(() => believed.stats().blocks === 0);
    await believed.close();
  });
});

describe('retention', () => {
  it('keeps samples out that are too old from the start, and counts them', async () => {
    const clock = new VirtualClock(START_MS);
    const store = await openStore({ folder: temporaryFolder(), clock, retentionMs: 48 * HOUR_MS });
    const ids = [store.metrics.intern(LabelSet.of({ __name__: 'up' }))];
    for (const hours of [-61, -60, 0]) {
      const timestampMs = START_MS + hours * HOUR_MS;
      store.metrics.append({ group: 'g', timestampMs, ids, values: Float64Array.of(hours) });
    }
    expect((await store.metrics.select(ALL))[0].values).toEqual(Float64Array.of(-60, 0));
    expect(store.stats().refusedSamples.tooOld).toBe(1);
    await store.close();
  });

  it('that deletes days while they are read fails no query', async () => {
    const clock = new VirtualClock(START_MS);
    const options = { folder: temporaryFolder(), clock, flushIntervalMs: 5, retentionMs: 48 * HOUR_MS };
    const store = await openStore(options);
    const ids = Array.from({ length: 300 }, (_, i) => store.metrics.intern(LabelSet.of({ i: String(i) })));
    for (const hours of [-48, -24, 0]) {
      const timestampMs = START_MS + hours * HOUR_MS;
      store.metrics.append({ group: 'g', timestampMs, ids, values: new Float64Array(300).fill(hours) });
    }
    await clock.advanceBy(2 * HOUR_MS + 60_000);
    await eventually(() => store.stats().headSamples === 0);
    const reads = Array.from({ length: 20 }, () => store.metrics.select(ALL));
    await clock.advanceBy(30 * HOUR_MS);
    reads.push(store.metrics.select(ALL));
    for (const series of await Promise.all(reads)) {
      expect(series).toHaveLength(300);
      for (const { values } of series) expect(values.at(-1)).toBe(0);
    }
    await store.close();
  });
});
