import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startLogProgram } from '../../test/support/log-program.ts';
import type { LogLine } from '../../test/support/logs.ts';
import { linesOf } from '../../test/support/logs.ts';
import { temporaryFolder, waitFor } from '../../test/support/workspace.ts';

const IS_LONG = process.env['TELLTALE_TEST_SCALE'] === 'long';
const EXITS = IS_LONG ? 1000 : 18;
const AT_A_TIME = 4;
const LINES = 100;

const LOG_ALL = `for (let number = 1; number <= ${LINES}; number++) log.info('line', { number });`;
const AND_TELL = `process.stdout.write('ready\\n');`;

/** How a program ends right after its last line, and what the system says of it then, as if there were no logs. */
const ENDS: Readonly<Record<string, readonly [code: string, exit: number | NodeJS.Signals]>> = {
  'by itself': [LOG_ALL, 0],
  'by process.exit': [`${LOG_ALL} process.exit(3);`, 3],
  'by process.exit in a listener of its exit': [
    `process.on('exit', () => { ${LOG_ALL} process.exit(4); }); setTimeout(() => {}, 1);`,
    4,
  ],
  'by an uncaught error': [`${LOG_ALL} throw new Error('bug');`, 1],
  'by an uncaught error that it logs itself': [
    `process.on('uncaughtException', () => { ${LOG_ALL} process.exit(7); }); setTimeout(() => { throw new Error(); });`,
    7,
  ],
  'by a rejection that nobody handles': [`${LOG_ALL} Promise.reject(new Error('bug'));`, 1],
  'by SIGTERM': [`${LOG_ALL} setInterval(() => {}, 1000); process.kill(process.pid, 'SIGTERM');`, 'SIGTERM'],
  'by SIGINT': [`${LOG_ALL} setInterval(() => {}, 1000); process.kill(process.pid, 'SIGINT');`, 'SIGINT'],
  'by SIGTERM, with a handler of its own': [
    `const timer = setInterval(() => {}, 1000);
     process.once('SIGTERM', () => setTimeout(() => { ${LOG_ALL} clearInterval(timer); }, 10));
     process.kill(process.pid, 'SIGTERM');`,
    0,
  ],
};

async function end(kind: string): Promise<readonly LogLine[]> {
  const path = join(temporaryFolder(), 'app.log');
  const [code, exit] = ENDS[kind];
  const program = startLogProgram({ sinks: [{ kind: 'file', path }] }, code);
  expect(await program.exit, program.output()).toBe(exit);
  return linesOf(readFileSync(path, 'utf8'));
}

test(
  'no line is lost in whatever way a program ends, and it ends as it would without logs',
  async () => {
    const kinds = Object.keys(ENDS);
    const wanted = Array.from({ length: EXITS }, (_, at) => kinds[at % kinds.length]);
    const all = Array.from({ length: LINES }, (_, at) => at + 1);
    const worker = async () => {
      for (let kind = wanted.pop(); kind !== undefined; kind = wanted.pop()) {
        const lines = await end(kind);
        expect(
          lines.map(({ number }) => number),
          kind,
        ).toEqual(all);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  },
  IS_LONG ? 1_200_000 : 120_000,
);

test('SIGKILL loses at most the lines of the last 100 ms', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'app.log');
  const code = `
    import { writeFileSync } from 'node:fs';
    let number = 0;
    const beginMs = Date.now();
    setInterval(() => {
      const atMs = Date.now();
      log.info('line', { number: ++number, atMs });
      if (atMs - beginMs < 400) return;
      writeFileSync(process.env.ENDED, JSON.stringify({ number, atMs }));
      process.kill(process.pid, 'SIGKILL');
    }, 1);`;
  const ended = join(folder, 'ended.json');
  const program = startLogProgram({ sinks: [{ kind: 'file', path }] }, code, { env: { ENDED: ended } });
  expect(await program.exit, program.output()).toBe('SIGKILL');
  const { number, atMs } = JSON.parse(readFileSync(ended, 'utf8')) as { number: number; atMs: number };
  const lines = linesOf(readFileSync(path, 'utf8'));
  expect(lines.map((line) => line['number'])).toEqual(lines.map((_, at) => at + 1));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.length).toBeLessThanOrEqual(number);
  // What was not written was logged less than 100 ms before the last line.
  expect(Number(lines.at(-1)?.['atMs'])).toBeGreaterThanOrEqual(atMs - 100 - 5);
});

test('a fatal record is written at once', async () => {
  const path = join(temporaryFolder(), 'app.log');
  const code = `log.info('before'); log.fatal('the end'); process.kill(process.pid, 'SIGKILL');`;
  const program = startLogProgram({ sinks: [{ kind: 'file', path }] }, code);
  expect(await program.exit).toBe('SIGKILL');
  expect(linesOf(readFileSync(path, 'utf8')).map(({ message }) => message)).toEqual(['before', 'the end']);
});

describe('the file sink over kills', () => {
  const MAX_BYTES = 10 * 1024 ** 2;
  const RUNS = 5;
  /** Of about 230 bytes; together 70 MB. */
  const LINES_OF_RUN = Math.ceil((7 * MAX_BYTES) / 230 / (RUNS - 1));

  const code = `
    const { RUN, COUNT } = process.env;
    ${AND_TELL}
    const filling = 'x'.repeat(120);
    for (let number = 1; number <= Number(COUNT); number++) {
      log.info('line', { run: Number(RUN), number, filling });
      if (number % 200 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    if (RUN !== '${RUNS}') process.kill(process.pid, 'SIGKILL');`;

  test('of 70 MB the file and five backups of 10 MB are kept, all lines whole, the newest without a gap', async () => {
    const path = join(temporaryFolder(), 'app.log');
    for (let run = 1; run <= RUNS; run++) {
      const sinks = [{ kind: 'file' as const, path }];
      const program = startLogProgram({ sinks }, code, {
        env: { RUN: String(run), COUNT: String(LINES_OF_RUN) },
      });
      if (run === 2) {
        // One is killed from outside, whatever it is doing.
        await waitFor('its start', () => program.output().includes('ready'));
        program.kill('SIGKILL');
      }
      await program.exit;
      expect(program.output()).toBe('ready\n');
    }
    const names = [5, 4, 3, 2, 1].map((number) => `${path}.${number}`).concat(path);
    const texts = names.map((name) => readFileSync(name));
    for (const text of texts) {
      expect(text.length).toBeLessThanOrEqual(MAX_BYTES);
      expect(text.at(-1)).toBe(10);
    }
    expect(texts.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThanOrEqual(
      5 * MAX_BYTES - 5 * 400,
    );
    expectNewestWithoutGap(linesOf(Buffer.concat(texts).toString()));
  }, 60_000);

  /** Runs in their order, of each the numbers without a gap up to where it was killed; the last one to its end. */
  function expectNewestWithoutGap(lines: readonly LogLine[]): void {
    const byRun = Map.groupBy(lines, ({ run }) => Number(run));
    const runs = [...byRun.keys()];
    expect(runs).toEqual(runs.toSorted((a, b) => a - b));
    for (const [index, run] of runs.entries()) {
      const numbers = (byRun.get(run) ?? []).map(({ number }) => Number(number));
      const first = index === 0 ? numbers[0] : 1;
      expect(numbers, `run ${run}`).toEqual(numbers.map((_, at) => first + at));
    }
    expect(lines.at(-1)).toMatchObject({ run: RUNS, number: LINES_OF_RUN });
  }
});

test('threads write files of their own, and lose nothing when they end', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'app.log');
  const code = `
    import { Worker } from 'node:worker_threads';
    const inThread = \`
      const { createLogs } = await import(process.env.MODULE);
      const { logger } = createLogs({ service: 'shop', declared: JSON.parse(process.env.LOGS) });
      for (let number = 1; number <= ${LINES}; number++) logger.info('line', { number });
      process.exit();\`;
    log.info('main');
    log.flush(() => new Worker(new URL('data:text/javascript,' + encodeURIComponent(inThread))));`;
  const env = { MODULE: new URL('./create-logs.ts', import.meta.url).href };
  const program = startLogProgram({ sinks: [{ kind: 'file', path }] }, code, { env });
  expect(await program.exit, program.output()).toBe(0);
  const linesIn = (name: string) => linesOf(readFileSync(join(folder, name), 'utf8'));
  expect(linesIn('app.log').map(({ message }) => message)).toEqual(['main']);
  expect(linesIn('app.2.log').map(({ number }) => number)).toEqual(
    Array.from({ length: LINES }, (_, at) => at + 1),
  );
});

describe('two processes', () => {
  test('with one path write a file each, and a later one takes over what a dead one has left', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'app.log');
    const sinks = [{ kind: 'file' as const, path }];
    const wait = `setInterval(() => {}, 1000);`;
    const code = `log.info('from ' + process.env.NAME); log.flush(() => { ${AND_TELL} }); ${wait}`;
    const start = (name: string) => startLogProgram({ sinks }, code, { env: { NAME: name } });
    const first = start('one');
    await waitFor('the first', () => first.output().includes('ready'));
    const second = start('two');
    await waitFor('the second', () => second.output().includes('ready'));
    const messages = (name: string) =>
      linesOf(readFileSync(join(folder, name), 'utf8')).map(({ message }) => message);
    expect([messages('app.log'), messages('app.2.log')]).toEqual([['from one'], ['from two']]);
    first.kill('SIGKILL');
    await first.exit;
    const third = start('three');
    await waitFor('the third', () => third.output().includes('ready'));
    expect(messages('app.log')).toEqual(['from one', 'from three']);
    for (const program of [second, third]) {
      program.kill('SIGTERM');
      expect(await program.exit).toBe('SIGTERM');
    }
  });
});
