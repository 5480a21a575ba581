import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shopRecord, startSignalStation } from '../../packages/telltale/test/support/signal-station.ts';
import type { SignalStation } from '../../packages/telltale/test/support/signal-station.ts';

const BIN = fileURLToPath(new URL('../../packages/telltale/bin/telltale.js', import.meta.url));

let station: SignalStation;
beforeAll(async () => {
  station = await startSignalStation();
  await station.sendLogs([shopRecord('first')]);
});
afterAll(() => station.stop());

/** Follows in a process of its own; `first` resolves with the first output. */
function follow() {
  const child = spawn(process.execPath, [BIN, 'logs', '-f', '--url', station.url], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const first = new Promise<string>((resolve) =>
    child.stdout.once('data', (chunk) => resolve(String(chunk))),
  );
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, first, ended };
}

test('Ctrl-C ends a command that follows logs, with exit code 0', async () => {
  const { child, first, ended } = follow();
  expect(await first).toMatch(/INFO {3}shop {2}first\n$/);
  child.kill('SIGINT');
  expect(await ended).toBe(0);
});

test('a reader that has enough ends it as well', async () => {
  const { child, first, ended } = follow();
  await first;
  child.stdout.destroy();
  // It is told by what it writes, as any program.
  let exit: number | null | undefined;
  while (exit === undefined) {
    await station.sendLogs([shopRecord('next')]);
    exit = await Promise.race([ended, sleep(100, undefined)]);
  }
  expect(exit).toBe(0);
});
