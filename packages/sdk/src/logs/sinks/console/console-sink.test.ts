import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startLogProgram } from '../../../../test/support/log-program.ts';
import { linesOf } from '../../../../test/support/logs.ts';
import { ROOT } from '../../../../test/support/workspace.ts';
import { ConsoleSink } from './console-sink.ts';
import type { ConsoleStream } from './console-stream.ts';

const LINE = 'line\n';

/** A console whose reader takes as much as it is told to. */
function consoleOf(isTerminal = false) {
  const state = { room: Infinity, text: '', isClosed: false };
  const stream: ConsoleStream = {
    isTerminal,
    write: (bytes) => {
      if (state.isClosed) return 'closed';
      const taken = Math.min(bytes.length, state.room);
      state.room -= taken;
      state.text += bytes.toString('utf8', 0, taken);
      return taken;
    },
  };
  const dropped = new Map<string, number>();
  const sink = new ConsoleSink({
    stream,
    flushEveryMs: 0,
    isColoured: true,
    dropped: (reason, count) => void dropped.set(reason, (dropped.get(reason) ?? 0) + count),
  });
  return { state, sink, dropped };
}

describe('a console', () => {
  test('is JSON for programs and text in colours for people', () => {
    expect([consoleOf().sink.format, consoleOf().sink.isColoured]).toEqual(['json', false]);
    expect([consoleOf(true).sink.format, consoleOf(true).sink.isColoured]).toEqual(['text', true]);
  });

  test('whose reader is busy gets lines later, whole and in their order', async () => {
    const { state, sink } = consoleOf();
    state.room = 7;
    for (const line of ['one\n', 'two\n', 'three\n']) sink.write(line, 0);
    expect(state.text).toBe('one\ntwo');
    state.room = Infinity;
    await sink.flush(1000);
    expect(state.text).toBe('one\ntwo\nthree\n');
  });

  test('whose reader never reads costs limited memory; lines without room are counted', () => {
    const { state, sink, dropped } = consoleOf();
    state.room = 0;
    const line = `${'x'.repeat(1023)}\n`;
    for (let count = 0; count < 5000; count++) sink.write(line, 0);
    expect(dropped.get('buffer_full')).toBe(5000 - 4096);
    sink.save();
    expect(dropped.get('not_written')).toBe(4096);
  });

  test('that is closed is left alone, and what would have been written is counted', () => {
    const { state, sink, dropped } = consoleOf();
    state.isClosed = true;
    for (let count = 0; count < 3; count++) sink.write(LINE, 0);
    expect(dropped.get('not_written')).toBe(3);
  });
});

describe('a program', () => {
  const LOG = `for (let number = 1; number <= 20_000; number++) log.info('line', { number });`;
  const NUMBERS = Array.from({ length: 20_000 }, (_, at) => at + 1);

  test('whose output is piped to a slow reader loses no line, and is not held up', async () => {
    const program = startLogProgram(
      { sinks: [{ kind: 'console', format: 'json' }] },
      `${LOG} setTimeout(() => {}, 500);`,
      { shell: '"$@" | (sleep 0.2; cat)' },
    );
    expect(await program.exit).toBe(0);
    const lines = program
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(linesOf(lines.join('\n')).map(({ number }) => number)).toEqual(NUMBERS);
  });

  test('whose reader goes away goes on, and ends as it would', async () => {
    const program = startLogProgram(
      { sinks: [{ kind: 'console', format: 'json' }] },
      `${LOG} setTimeout(() => { ${LOG} process.stderr.write('still here\\n'); process.exit(5); }, 300);`,
      { shell: 'set -o pipefail; "$@" | head -n 1' },
    );
    expect(await program.exit).toBe(5);
    expect(program.output()).toContain('still here');
  });

  test('whose reader does not read at all ends all the same', async () => {
    const code = `
      import { createLogs } from './src/logs/create-logs.ts';
      const log = createLogs({ service: 's', declared: { sinks: [{ kind: 'console' }] } }).logger;
      ${LOG} process.exit(6);`;
    const args = [
      '--conditions=@telltale/source',
      '--no-warnings',
      '--input-type=module-typescript',
      '-e',
      code,
    ];
    const node = join(ROOT, 'node_modules/.bin/node');
    // Nobody listens to what it writes.
    const child = spawn(node, args, {
      cwd: join(ROOT, 'packages/sdk'),
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    child.stdout.pause();
    const exit = await new Promise((resolve) => child.once('exit', resolve));
    expect(exit).toBe(6);
    child.stdout.destroy();
  }, 30_000);

  test('whose logs are declared as nothing that can be read logs to the console, and says so', async () => {
    const program = startLogProgram({ sinks: 'console' as unknown as [] }, `log.info('still here');`);
    expect(await program.exit).toBe(0);
    const messages = linesOf(program.output()).map(({ message }) => String(message));
    expect(messages).toEqual([expect.stringMatching(/^logs: this cannot be read/), 'still here']);
  });

  test('writes to standard error where that is declared', async () => {
    const program = startLogProgram(
      { sinks: [{ kind: 'console', stream: 'stderr', format: 'text' }] },
      `log.info('said');`,
      { shell: '"$@" >/dev/null' },
    );
    await program.exit;
    expect(program.output()).toMatch(/^\S+Z \[INFO\] shop: said\n$/);
  });
});
