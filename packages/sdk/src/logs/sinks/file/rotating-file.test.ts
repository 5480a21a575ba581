import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder, waitFor } from '../../../../test/support/workspace.ts';
import { BackupCompressor } from './compress-backups.ts';
import { rotatedNames } from './rotate.ts';
import type { RotatingFileOptions } from './rotating-file.ts';
import { RotatingFile } from './rotating-file.ts';

const DAY_MS = 86_400_000;

function open(options: Partial<RotatingFileOptions> & Pick<RotatingFileOptions, 'path'>): RotatingFile {
  const file = new RotatingFile({ maxBytes: 1000, maxFiles: 3, ...options });
  onTestFinished(() => file.close());
  return file;
}

/** The texts of a file and its rotated ones, the oldest first, each as it is on disk. */
function textsOf(path: string): readonly string[] {
  const { plain } = rotatedNames(path);
  const numbers = [9, 8, 7, 6, 5, 4, 3, 2, 1].filter((number) => existsSync(plain(number)));
  return [...numbers.map((number) => plain(number)), path].map((name) => readFileSync(name, 'utf8'));
}

/** Files that people see. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .toSorted();
}

const linesOf = (bytes: number) => fc.array(fc.integer({ min: 1, max: bytes }), { maxLength: 40 });

test('no file is larger than allowed, lines are whole, and what is kept is the newest, also over restarts', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 4 }),
      fc.array(linesOf(200), { maxLength: 8 }),
      (maxBytes, maxFiles, runs) => {
        const path = join(temporaryFolder(), 'app.log');
        const written: string[] = [];
        for (const sizes of runs) {
          const file = new RotatingFile({ path, maxBytes, maxFiles });
          const lines = sizes.map((size, at) => `${String(written.length + at).padStart(size, '0')}\n`);
          const { tooLarge } = file.write(Buffer.from(lines.join('')), 0);
          const fitting = lines.filter(({ length }) => length <= maxBytes);
          expect(tooLarge).toBe(lines.length - fitting.length);
          written.push(...fitting);
          file.close();
        }
        if (!existsSync(path)) return;
        const texts = textsOf(path);
        expect(texts.length).toBeLessThanOrEqual(maxFiles + 1);
        for (const text of texts) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(maxBytes);
        const all = written.join('');
        expect(all.endsWith(texts.join(''))).toBe(true);
        // What does not fit into the file itself is not thrown away before it must be.
        if (texts.length <= maxFiles) expect(texts.join('')).toBe(all);
      },
    ),
    { numRuns: 100 },
  );
});

test('a file that is exactly full is rotated by the next line, and not before', () => {
  const folder = temporaryFolder();
  const file = open({ path: join(folder, 'app.log'), maxBytes: 10 });
  file.write(Buffer.from('12345678\n'), 0);
  file.write(Buffer.from('\n'), 0);
  expect(filesIn(folder)).toEqual(['app.log']);
  file.close();
  open({ path: join(folder, 'app.log'), maxBytes: 10 }).write(Buffer.from('a\n'), 0);
  expect(textsOf(join(folder, 'app.log'))).toEqual(['12345678\n\n', 'a\n']);
});

test('a line that a killed process has left without its end is taken out at the next start', () => {
  const path = join(temporaryFolder(), 'app.log');
  writeFileSync(path, `whole\n${'x'.repeat(100_000)}`);
  open({ path, maxBytes: 1_000_000 }).write(Buffer.from('next\n'), 0);
  expect(readFileSync(path, 'utf8')).toBe('whole\nnext\n');
});

test('after a kill between two moves no file is lost, and the next rotation closes the gap', () => {
  const path = join(temporaryFolder(), 'app.log');
  for (const [name, text] of [
    ['', 'd\n'],
    ['.1', 'c\n'],
    ['.3', 'a\n'],
  ])
    writeFileSync(path + name, text);
  open({ path, maxBytes: 2 }).write(Buffer.from('e\n'), 0);
  expect(textsOf(path)).toEqual(['a\n', 'c\n', 'd\n', 'e\n']);
});

describe('a file has one writer', () => {
  test('a second one writes a file of its own, and the name is free again afterwards', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'app.log');
    const [first, second, third] = [open({ path }), open({ path }), open({ path })];
    for (const [at, file] of [first, second].entries()) file.write(Buffer.from(`${at}\n`), 0);
    expect(filesIn(folder)).toEqual(['app.2.log', 'app.log']);
    expect([first.path, second.path]).toEqual([path, join(folder, 'app.2.log')]);
    first.close();
    third.write(Buffer.from('2\n'), 0);
    expect(readFileSync(path, 'utf8')).toBe('0\n2\n');
  });

  test.each([
    ['a dead process', { machine: 'own', pid: 2 ** 22 + 5, started: '1' }],
    ['another process that has its number now', { machine: 'own', pid: process.pid, started: '1' }],
    ['nobody, as a full disk leaves it', undefined],
  ])('the lock of %s is taken over', (_, mark) => {
    const folder = temporaryFolder();
    const path = join(folder, 'app.log');
    open({ path }).write(Buffer.from('a\n'), 0);
    const lock = join(folder, '.app.log.lock.0');
    const own = JSON.parse(readFileSync(lock, 'utf8')) as { machine: string };
    const text = mark === undefined ? '' : JSON.stringify({ ...mark, machine: own.machine });
    writeFileSync(lock, text);
    const old = new Date(Date.now() - 60_000);
    utimesSync(lock, old, old);
    open({ path }).write(Buffer.from('b\n'), 0);
    expect(readFileSync(path, 'utf8')).toBe('a\nb\n');
  });

  test('a process on another machine has it for as long as it gives a sign', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'app.log');
    const lock = join(folder, '.app.log.lock.7');
    writeFileSync(lock, JSON.stringify({ machine: 'ffffffff', pid: 1, started: '1' }));
    const [first, second] = [open({ path }), open({ path })];
    first.write(Buffer.from('a\n'), 0);
    expect(first.path).toBe(join(folder, 'app.2.log'));
    const longAgo = new Date(Date.now() - 3_600_000);
    utimesSync(lock, longAgo, longAgo);
    second.write(Buffer.from('b\n'), 0);
    expect(second.path).toBe(path);
    // Each taker makes the next number, so that of several only one can be it.
    expect(readdirSync(folder).filter((name) => name.startsWith('.app.log.lock'))).toEqual([
      '.app.log.lock.8',
    ]);
  });
});

describe('a file that somebody else has touched', () => {
  const nowMs = 10_000;

  test.each([
    ['moved away', (path: string) => renameSync(path, `${path}.old`)],
    ['deleted', (path: string) => rmSync(path)],
    ['deleted with its folder', (path: string) => rmSync(join(path, '..'), { recursive: true })],
  ])('is made again when it was %s', (_, act) => {
    const path = join(temporaryFolder(), 'logs', 'app.log');
    const file = open({ path });
    file.write(Buffer.from('a\n'), nowMs);
    act(path);
    file.write(Buffer.from('b\n'), nowMs + 1000);
    expect(readFileSync(path, 'utf8')).toBe('b\n');
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  test('has room again when it was emptied, as "copytruncate" does', () => {
    const folder = temporaryFolder();
    const path = join(folder, 'app.log');
    const file = open({ path, maxBytes: 10 });
    file.write(Buffer.from('12345678\n'), nowMs);
    truncateSync(path);
    file.write(Buffer.from('abcdefgh\n'), nowMs + 1000);
    expect(filesIn(folder)).toEqual(['app.log']);
  });

  test('that is no file is not written, and nobody waits for its reader', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'folder.log'));
    execFileSync('mkfifo', [join(folder, 'pipe.log')]);
    for (const name of ['folder.log', 'pipe.log']) {
      const { taken, fault } = open({ path: join(folder, name) }).write(Buffer.from('a\n'), 0);
      expect(taken).toBe(0);
      expect(fault).toBeInstanceOf(Error);
    }
  });
});

test('a new file is begun each day in UTC, also where the program was not running at midnight', () => {
  const path = join(temporaryFolder(), 'app.log');
  const file = open({ path, daily: true });
  const midnight = 5 * DAY_MS;
  file.write(Buffer.from('a\n'), midnight - 2);
  file.write(Buffer.from('b\n'), midnight - 1);
  file.write(Buffer.from('c\n'), midnight);
  expect(textsOf(path)).toEqual(['a\nb\n', 'c\n']);
  file.close();
  const dayBefore = new Date(midnight + DAY_MS);
  utimesSync(path, dayBefore, dayBefore);
  open({ path, daily: true }).write(Buffer.from('d\n'), midnight + 2 * DAY_MS);
  expect(textsOf(path)).toEqual(['a\nb\n', 'c\n', 'd\n']);
});

test('rotated files are compressed beside the work, whatever is rotated meanwhile, and none is lost', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'app.log');
  const told: string[] = [];
  const compressor = () => new BackupCompressor(3, (message) => told.push(message));
  const file = open({ path, maxBytes: 20_000, compressor: compressor() });
  let written = '';
  for (let number = 0; number < 20; number++) {
    const lines = `${String(number).padStart(4000, '0')}\n`.repeat(3);
    written += lines;
    file.write(Buffer.from(lines), 0);
    if (number % 4 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  const wanted = ['app.log', 'app.log.1.gz', 'app.log.2.gz', 'app.log.3.gz'];
  await waitFor('the files', () => filesIn(folder).join() === wanted.join());
  const kept = wanted
    .toReversed()
    .map((name) => readFileSync(join(folder, name)))
    .map((bytes, at) => (at < 3 ? gunzipSync(bytes) : bytes).toString())
    .join('');
  expect(written.endsWith(kept)).toBe(true);
  expect(kept.length).toBeGreaterThan(60_000);
  file.close();
  // What a program that ended has left uncompressed, the next one compresses.
  writeFileSync(`${path}.1`, 'left\n');
  rmSync(`${path}.1.gz`);
  open({ path, maxBytes: 20_000, compressor: compressor() }).write(Buffer.from('a\n'), 0);
  await waitFor('the left file', () => !existsSync(`${path}.1`) && existsSync(`${path}.1.gz`));
  expect(gunzipSync(readFileSync(`${path}.1.gz`)).toString()).toBe('left\n');
  expect(told).toEqual([]);
});
