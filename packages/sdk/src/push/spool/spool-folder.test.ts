import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/workspace.ts';
import type { MetricsSnapshot, SnapshotMetric } from '../snapshot/snapshot.ts';
import { SpoolFolder } from './spool-folder.ts';
import { parseSpool, printSpool } from './spool-text.ts';

const number = fc.double();
const list = fc.array(number, { maxLength: 4 });
const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 8 }), fc.constant('__proto__'));
const buckets = fc.record({ offset: fc.integer(), counts: list });
const metric: fc.Arbitrary<SnapshotMetric> = fc.record({
  name: text,
  kind: fc.constantFrom('counter', 'histogram', 'summary', 'unknown'),
  help: text,
  unit: text,
  createdMs: fc.nat(),
  labelNames: fc.array(text, { maxLength: 2 }),
  bounds: list,
  quantiles: list.map((all) => all.filter(Number.isFinite)),
  states: fc.array(text, { maxLength: 2 }),
  series: fc.array(
    fc.record({
      labels: fc.array(text, { maxLength: 2 }),
      values: list,
      quantileValues: list,
      native: fc.record({
        schema: fc.integer(),
        zeroThreshold: fc.double({ noNaN: true, noDefaultInfinity: true }),
        zeroCount: fc.nat(),
        positive: buckets,
        negative: buckets,
      }),
    }),
    { maxLength: 3 },
  ),
});

test('a snapshot printed for a file is read back, whatever its texts and numbers', () => {
  fc.assert(
    fc.property(fc.array(metric, { maxLength: 3 }), (metrics) => {
      const given = { ...snapshotOf('a'), metrics };
      // JSON knows neither -0 nor lone surrogates as UTF-8.
      const expected: unknown = JSON.parse(JSON.stringify(given, (_, value: unknown) => special(value)));
      const read = parseSpool(printSpool(given));
      expect(JSON.parse(JSON.stringify(read, (_, value: unknown) => special(value)))).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

test('a file that was cut off or changed anywhere is not taken for a snapshot', () => {
  const whole = printSpool(snapshotOf('a'));
  for (let at = 0; at < whole.length; at++) {
    expect(parseSpool(whole.subarray(0, at))).toBeUndefined();
    const changed = Buffer.from(whole);
    changed[at] ^= 1;
    expect(parseSpool(changed)).toBeUndefined();
  }
});

test('the file of a dead process is taken over by one process, and removed when it has arrived', () => {
  const folder = temporaryFolder();
  leaveFile(folder, 'dead');
  const [one, two] = [spool(folder, 'one'), spool(folder, 'two')];
  const [leftOver, ...others] = one.takeOver();
  expect(leftOver.snapshot.identity.runId).toBe('dead');
  expect(others).toEqual([]);
  leftOver.remove();
  expect(two.takeOver()).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test('the file of a process that runs is left to it', async () => {
  const folder = temporaryFolder();
  const child = spawn('sleep', ['60']);
  onTestFinished(() => void child.kill());
  await once(child, 'spawn');
  leaveFile(folder, 'alive', { pid: child.pid ?? 0, started: startedOf(child.pid) });
  expect(spool(folder, 'one').takeOver()).toEqual([]);
  // The process id was given to another process since: this one started later.
  leaveFile(folder, 'dead', { pid: child.pid ?? 0, started: '1' });
  expect(spool(folder, 'one').takeOver()).toHaveLength(1);
});

test('the file of another machine is left alone until nobody has touched it for long', () => {
  const folder = temporaryFolder();
  const path = leaveFile(folder, 'elsewhere', { machine: '0'.repeat(8) });
  expect(spool(folder, 'one').takeOver()).toEqual([]);
  const longAgo = Date.now() / 1000 - 3600;
  utimesSync(path, longAgo, longAgo);
  expect(spool(folder, 'one').takeOver()).toHaveLength(1);
});

test('what another program left in the same folder is left to it', () => {
  const folder = temporaryFolder();
  leaveFile(folder, 'dead');
  expect(spool(folder, 'one', 'another purpose').takeOver()).toEqual([]);
});

test('a torn file is told and set aside, and the others are taken over', () => {
  const folder = temporaryFolder();
  leaveFile(folder, 'whole');
  writeFileSync(leaveFile(folder, 'torn'), printSpool(snapshotOf('torn')).subarray(0, 100));
  const told: string[] = [];
  const found = spool(folder, 'one', 'test', (message) => told.push(message)).takeOver();
  expect(found.map(({ snapshot }) => snapshot.identity.runId)).toEqual(['whole']);
  expect(told).toMatchObject([expect.stringContaining('is not whole')]);
  expect(readdirSync(folder).filter((name) => name.endsWith('.torn'))).toHaveLength(1);
});

test('of very many files the oldest are given up and told', () => {
  const folder = temporaryFolder();
  for (let i = 0; i < 40; i++) utimesSync(leaveFile(folder, `run-${i}`), i, i);
  const told: string[] = [];
  const found = spool(folder, 'one', 'test', (message) => told.push(message)).takeOver();
  expect(found.map(({ snapshot }) => snapshot.identity.runId)).toEqual(
    Array.from({ length: 32 }, (_, i) => `run-${i + 8}`),
  );
  expect(told).toHaveLength(8);
});

test('files can be read by nobody else, and a file that would be too large is not written', () => {
  const folder = join(temporaryFolder(), 'deep', 'spool');
  const own = spool(folder, 'own');
  own.write(snapshotOf('own'));
  const [name] = readdirSync(folder);
  expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  const huge = {
    ...snapshotOf('own'),
    identity: { ...snapshotOf('own').identity, job: 'x'.repeat(17 << 20) },
  };
  expect(() => own.write(huge)).toThrow('more than the spool takes');
  own.clear();
  expect(readdirSync(folder)).toEqual([]);
});

test('a folder that others may write to keeps its rights; files are in one of the user in it', () => {
  for (const mode of [0o777, 0o1777, 0o770]) {
    const shared = temporaryFolder();
    chmodSync(shared, mode);
    spool(shared, 'own').write(snapshotOf('own'));
    expect(statSync(shared).mode & 0o7777).toBe(mode);
    const [inner] = readdirSync(shared);
    expect(inner).toBe(`telltale-spool-${process.getuid?.()}`);
    expect(statSync(join(shared, inner)).mode & 0o777).toBe(0o700);
    expect(readdirSync(join(shared, inner))).toHaveLength(1);
    // What is planted there under this name is not used.
    chmodSync(join(shared, inner), 0o777);
    expect(() => spool(shared, 'next').write(snapshotOf('next'))).toThrow('can be written to by others');
  }
});

test('links, folders and huge files that are named as those of dead runs do no harm', () => {
  const folder = temporaryFolder();
  const names = ['link', 'loop', 'folder', 'huge'].map((runId) => ({
    runId,
    path: leaveFile(folder, runId),
  }));
  for (const { runId, path } of names) {
    renameSync(path, `${path}.gone`);
    if (runId === 'link') symlinkSync('/nowhere/at/all', path);
    else if (runId === 'loop') symlinkSync(path, path);
    else if (runId === 'folder') mkdirSync(path);
    else {
      writeFileSync(path, '');
      truncateSync(path, 2 ** 33);
    }
  }
  leaveFile(folder, 'whole');
  const found = spool(folder, 'one').takeOver();
  expect(found.map(({ snapshot }) => snapshot.identity.runId)).toEqual(['whole']);
});

function spool(
  folder: string,
  runId: string,
  purpose = 'test',
  tell: (message: string) => void = () => undefined,
) {
  return new SpoolFolder({ folder, purpose, runId, tell });
}

/** The file that a process left; by default one that cannot run any more. */
function leaveFile(
  folder: string,
  runId: string,
  owner: { machine?: string; pid?: number; started?: string } = {},
): string {
  spool(folder, runId).write(snapshotOf(runId));
  const name = readdirSync(folder).find((file) => file.includes(`.${runId}.`)) ?? '';
  const [key, mark] = name.split('.');
  const [ownMachine] = mark.split('-');
  const { machine = ownMachine, pid = process.pid, started = '1' } = owner;
  const path = join(folder, `${key}.${machine}-${pid}-${started}.${runId}.spool`);
  renameSync(join(folder, name), path);
  return path;
}

function startedOf(pid: number | undefined): string {
  return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1].split(' ')[19];
}

function snapshotOf(runId: string): MetricsSnapshot {
  return {
    identity: { job: 'test', instance: 'here', runId, startMs: 1, attributes: [] },
    takenMs: 2,
    metrics: [],
  };
}

function special(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  return typeof value === 'number' && !Number.isFinite(value) ? `number ${value}` : value;
}
