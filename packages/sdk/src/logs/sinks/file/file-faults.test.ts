import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startLogProgram } from '../../../../test/support/log-program.ts';
import { linesOf, startLogs } from '../../../../test/support/logs.ts';
import { valuesOf } from '../../../../test/support/registry-view.ts';
import { hasProgram, temporaryFolder, waitFor } from '../../../../test/support/workspace.ts';

/** Numbers of the lines among whatever a program has written. */
function numbersIn(text: string): readonly number[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .flatMap((line) => {
      const { number } = JSON.parse(line) as { number?: number };
      return number === undefined ? [] : [number];
    });
}

describe('a file that cannot be written', () => {
  test('loses no line: they go to standard error at the end, and it is told why', async () => {
    const folder = temporaryFolder();
    // Where a folder is expected, a file is.
    writeFileSync(join(folder, 'logs'), '');
    const sinks = [{ kind: 'file' as const, path: join(folder, 'logs', 'app.log') }];
    const program = startLogProgram(
      { sinks },
      `for (let number = 1; number <= 50; number++) log.info('line', { number });`,
    );
    expect(await program.exit).toBe(0);
    expect(program.output()).toMatch(
      /^telltale: .*app\.log cannot be written \(E\w+\): lines go to standard error/,
    );
    expect(numbersIn(program.output())).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
  });

  test('of a read-only folder is not missed on the console, which has the lines, and they are counted', async () => {
    const folder = join(temporaryFolder(), 'logs');
    mkdirSync(folder);
    chmodSync(folder, 0o555);
    const sinks = [{ kind: 'file' as const, path: join(folder, 'app.log') }, { kind: 'console' as const }];
    const code = `
      // Nothing is read-only for root.
      if (process.getuid() === 0) process.seteuid(65534);
      log.info('line', { number: 1 });
      await logs.close();
      console.log(registry.expose().split('\\n').find((line) => line.includes('not_written')));`;
    const program = startLogProgram({ sinks }, code);
    expect(await program.exit, program.output()).toBe(0);
    chmodSync(folder, 0o755);
    expect(program.output()).toContain('app.log cannot be written (EACCES)');
    expect(numbersIn(program.output())).toEqual([1]);
    // The line, and that it cannot be written.
    expect(program.output()).toMatch(/telltale_sdk_log_dropped_total\{reason="not_written"\} [12]\n/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is tried again: lines that waited are written in their order when its folder is there again', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'logs', 'app.log');
    const logs = startLogs({ sinks: [{ kind: 'file', path }] });
    logs.log.info('one');
    rmSync(join(folder, 'logs'), { recursive: true });
    writeFileSync(join(folder, 'logs'), '');
    // How often it is looked whether the file is still there.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    for (const message of ['two', 'three']) logs.log.info(message);
    expect(logs.told).toEqual([expect.stringContaining('app.log cannot be written')]);
    rmSync(join(folder, 'logs'));
    await waitFor('the file', () => readFileSync(path, 'utf8').includes('written again'));
    const messages = linesOf(readFileSync(path, 'utf8')).map(({ message }) => String(message));
    expect(messages.filter((message) => /^(two|three)$/.test(message))).toEqual(['two', 'three']);
    expect(messages.at(-1)).toContain('is written again');
  }, 20_000);
});

test.runIf(hasProgram('prlimit'))(
  'a full disk tears no line and loses none: what waits is written when there is room again',
  async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'app.log');
    const code = `
      let number = 0;
      process.stdin.resume();
      const timer = setInterval(() => {
        for (let count = 0; count < 20; count++) log.info('line', { number: ++number, filling: 'x'.repeat(200) });
        if (number === 1200) console.log('full');
        if (number < 3000) return;
        clearInterval(timer);
        logs.close().then(() => process.exit());
      }, 5);`;
    // What a full disk does to every file: nothing can be written beyond some 100 kB.
    const program = startLogProgram({ sinks: [{ kind: 'file', path }] }, code, {
      shell: 'ulimit -S -f 100; exec "$@"',
    });
    await waitFor('the full disk', () => program.output().includes('full'));
    const whole = readFileSync(path, 'utf8');
    expect(whole.endsWith('\n')).toBe(true);
    expect(numbersIn(whole)).toEqual(numbersIn(whole).map((_, at) => at + 1));
    expect(program.output()).toContain('app.log cannot be written (EFBIG)');
    execFileSync('prlimit', ['--pid', String(program.pid), '--fsize=unlimited']);
    expect(await program.exit, program.output()).toBe(0);
    const numbers = [...numbersIn(program.output()), ...numbersIn(readFileSync(path, 'utf8'))];
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 3000 }, (_, at) => at + 1));
  },
  30_000,
);

test('a line that is larger than a file may be is left out, counted, and spoils no other', () => {
  const logs = startLogs();
  const path = join(logs.folder, 'small.log');
  const { log, registry } = startLogs({ sinks: [{ kind: 'file', path, maxSize: '1KB' }] });
  log.info('a');
  log.info('b', { filling: 'x'.repeat(5000) });
  log.info('c');
  expect(linesOf(readFileSync(path, 'utf8')).map(({ message }) => message)).toEqual(['a', 'c']);
  expect(
    valuesOf(registry, 'telltale_sdk_log_dropped_total')[
      'telltale_sdk_log_dropped_total{reason="too_large"}'
    ],
  ).toBe(1);
});
