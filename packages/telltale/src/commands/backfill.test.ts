import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { openStore } from '@telltale/storage';
import { describe, expect, test } from 'vitest';
import { run, temporaryFolder } from '../../test/support/run-cli.ts';
import { EXIT } from '../io/command-io.ts';

const BIN = fileURLToPath(new URL('../../bin/telltale.js', import.meta.url));
/** Files are dated back from here; within the default retention. */
const NOW_S = Math.floor(Date.now() / 1000);

describe('telltale backfill', () => {
  test('stores a file, says how much and how dense, and stores nothing the second time', async () => {
    const cwd = temporaryFolder();
    const lines = Array.from({ length: 500 }, (_, i) => `up{job="a"} ${i % 2} ${NOW_S - 5000 + i * 10}\n`);
    writeFileSync(join(cwd, 'up.om'), `# TYPE up gauge\n${lines.join('')}# EOF\n`);
    const first = await run(cwd, 'backfill', 'up.om');
    expect(first).toMatchObject({ exitCode: EXIT.ok, errors: '' });
    expect(first.output).toContain('up.om: 500 samples, times in seconds');
    expect(first.output).toMatch(/500 stored in \d+ blocks of .*\.telltale, 20.* M samples\/s\)/);
    expect(first.output).toContain('  1 series, 1 of them new');
    expect(first.output).not.toContain('bytes a sample');
    const second = await run(cwd, 'backfill', 'up.om', '--json');
    expect(second.exitCode).toBe(EXIT.ok);
    expect(JSON.parse(second.output)).toMatchObject({ stored: 0, duplicates: 500, newSeries: 0 });
  });

  test('reads gzip and milliseconds, and standard input by its name', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'page.gz'), gzipSync(`up 1 ${NOW_S}000\nup 1 ${NOW_S + 1}000`));
    const { exitCode, output } = await run(cwd, 'backfill', 'page.gz');
    expect(exitCode).toBe(EXIT.ok);
    expect(output).toContain('page.gz: 2 samples, times in milliseconds');
    const child = spawn(process.execPath, [BIN, 'backfill', '-', '--json'], { cwd });
    child.stdin.end(`up 1 ${NOW_S + 2}\n# EOF\n`);
    let text = '';
    child.stdout.on('data', (chunk) => (text += String(chunk)));
    await once(child, 'close');
    expect(JSON.parse(text)).toMatchObject({ stored: 1, files: [{ file: '-', format: 'openmetrics' }] });
  });

  test('ends at a bad line with its number, keeps what was before it, and goes on where told', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'bad.om'), `up 1 ${NOW_S - 2}\nup one ${NOW_S - 1}\nup 3 ${NOW_S}\n# EOF\n`);
    const stopped = await run(cwd, 'backfill', 'bad.om');
    expect(stopped.exitCode).toBe(EXIT.failure);
    expect(stopped.errors).toContain('bad.om, line 2: "one" is no number: "up one');
    expect(stopped.errors).toContain('--skip-bad-lines');
    expect(stopped.output).toContain('1 stored');
    const skipped = await run(cwd, 'backfill', 'bad.om', '--skip-bad-lines', '--json');
    expect(skipped.exitCode).toBe(EXIT.findings);
    expect(JSON.parse(skipped.output)).toMatchObject({
      stored: 1,
      duplicates: 1,
      files: [{ badLines: 1, samples: 2 }],
    });
  });

  test('says what it leaves out: older than the retention, other values, a page that was cut', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'a.om'), `up 1 ${NOW_S - 7200}\nup 1 ${NOW_S}\nup 2 ${NOW_S}\n`);
    const { exitCode, errors } = await run(cwd, 'backfill', 'a.om', '--retention.time', '1h');
    expect(exitCode).toBe(EXIT.findings);
    expect(errors).toContain('1 sample left out: older than the retention');
    expect(errors).toContain('1 sample left out: the store has another value at their time');
    expect(errors).toContain('a.om ends without "# EOF"');
  });

  test('leaves out what is yet to come: it would keep the samples of today out', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'a.om'), `up 1 ${NOW_S}\nup 1 ${NOW_S + 3600}\nup 1 ${NOW_S}000\n# EOF\n`);
    const { exitCode, output, errors } = await run(cwd, 'backfill', 'a.om');
    expect(exitCode).toBe(EXIT.findings);
    expect(output).toContain('1 stored');
    expect(errors).toBe(
      '  a.om: 2 samples left out: their time is yet to come if read as seconds; another unit is chosen with --format\n',
    );
  });

  test.each(['', '# EOF\n', '{"status":"success"}\n', 'up 1\n'])(
    'a file without samples with times is no success, and is told what a sample is: %j',
    async (content) => {
      const cwd = temporaryFolder();
      writeFileSync(join(cwd, 'a.om'), content);
      const { exitCode, output, errors } = await run(cwd, 'backfill', 'a.om');
      expect(exitCode).not.toBe(EXIT.ok);
      expect(output).toContain('a.om: 0 samples\n');
      expect(errors).toContain('each needs a line "name{label="value"} value time"');
    },
  );

  test('refuses a folder that a station has open, and says what to do', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'a.om'), `up 1 ${NOW_S}\n# EOF\n`);
    const store = await openStore({ folder: join(cwd, 'data') });
    try {
      const { exitCode, errors } = await run(cwd, 'backfill', 'a.om', '--data', 'data');
      expect(exitCode).toBe(EXIT.failure);
      expect(errors).toMatch(/TT_DATA_LOCKED\)\n {2}Stop the other station/);
    } finally {
      await store.close();
    }
  });

  test.each([
    [['nothing.om'], 'TT_FILE_READ'],
    [['.'], 'TT_FILE_READ'],
    [['x', '--format', 'csv'], '--format must be openmetrics or text'],
    [['x', '--retention.time', 'long'], '--retention.time must be a duration'],
  ])('%j is refused with the reason', async (args, message) => {
    const { exitCode, errors } = await run(temporaryFolder(), 'backfill', ...args);
    expect(exitCode).toBe(EXIT.failure);
    expect(errors).toContain(message);
  });

  test('refuses a data folder that is a file', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'a.om'), `up 1 ${NOW_S}\n# EOF\n`);
    const { exitCode, errors } = await run(cwd, 'backfill', 'a.om', '--data', 'a.om');
    expect(exitCode).toBe(EXIT.failure);
    expect(errors).toContain('(TT_DATA_FOLDER)');
  });

  test('killed with SIGKILL in the middle leaves a store that opens, with whole blocks', async () => {
    const cwd = temporaryFolder();
    const child = spawn(process.execPath, [BIN, 'backfill', '-', '--retention.time', '100d'], { cwd });
    child.stdin.on('error', () => {});
    const exited = once(child, 'exit');
    const startS = NOW_S - 80 * 86_400;
    const writeRow = async (row: number): Promise<void> => {
      const rows = Array.from(
        { length: 100 },
        (_, i) => `m{job="j",i="${i}"} ${row + i} ${startS + row * 15}\n`,
      );
      if (!child.stdin.write(rows.join(''))) await once(child.stdin, 'drain');
    };
    // Blocks are written at every two million samples.
    for (let row = 0; row < 45_000 && child.exitCode === null; row++) await writeRow(row);
    child.kill('SIGKILL');
    await exited;
    const store = await openStore({ folder: join(cwd, '.telltale'), retentionMs: 100 * 86_400_000 });
    const series = await store.metrics.select({ matchers: [], startMs: 0, endMs: Date.now() });
    await store.close();
    expect(series).toHaveLength(100);
    for (const { labels, timestamps, values } of series) {
      expect(timestamps.length).toBeGreaterThan(10_000);
      const last = timestamps.length - 1;
      expect(timestamps[last]).toBe((startS + last * 15) * 1000);
      expect(values[last]).toBe(last + Number(labels.get('i')));
    }
  }, 60_000);
});
