import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '@telltale/model';
import { expect, onTestFinished, test } from 'vitest';
import { otlpReceiver, status } from '../../test/forward/receivers.ts';
import { createForwarders } from './create-forwarders.ts';

const KILLS = process.env['TELLTALE_TEST_SCALE'] === 'long' ? 40 : 2;
const TIMEOUT_MS = 120_000;
/** The program without its types: else each life begins with removing them. */
const COMPILED = join(tmpdir(), 'telltale-forwarding-program');
const PROGRAM = join(import.meta.dirname, '../../test/forward/forwarding-program.ts');

/** Runs the program, ends it by SIGKILL after a while, and gives the last number it acknowledged. */
async function runUntilKilled(folder: string, url: string, first: number, lifeMs: number): Promise<number> {
  const args = ['--conditions=@telltale/source', '--no-warnings', PROGRAM, folder, url, String(first)];
  const env = { ...process.env, NODE_COMPILE_CACHE: COMPILED };
  const child = spawn('node', args, { stdio: ['ignore', 'pipe', 'ignore'], env });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await once(child.stdout, 'data');
  await pause(lifeMs);
  child.kill('SIGKILL');
  await once(child, 'close');
  return Number(output.trimEnd().split('\n').at(-1));
}

test(
  'records that were acknowledged are forwarded, all and in order, however often the station is killed',
  async () => {
    const receiver = await otlpReceiver();
    onTestFinished(() => receiver.close());
    const folder = mkdtempSync(join(tmpdir(), 'telltale-killed-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    let requests = 0;
    // Down for a while in each life.
    receiver.interfere = (request, response) => requests++ % 5 === 1 && status(503)(request, response);
    let next = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      next = (await runUntilKilled(folder, receiver.url, next, 30 + ((kill * 37) % 150))) + 1;
    }
    receiver.interfere = () => false;
    await sendTheRest(folder, receiver.url);
    const numbers = receiver.records.map(({ message }) => Number(message));
    // What was on its way at a kill comes again; what was not acknowledged may have come too.
    const firsts = [...new Set(numbers)].filter((number) => number < next);
    expect(firsts).toEqual(Array.from({ length: next }, (_, index) => index));
    expect(receiver.faults).toEqual([]);
  },
  TIMEOUT_MS,
);

async function sendTheRest(dataFolder: string, url: string): Promise<void> {
  const settings = { logs: [{ kind: 'otlp', url }] } as const;
  const forwarders = await createForwarders({ settings, dataFolder, clock: systemClock, log: () => {} });
  forwarders.start();
  await expect.poll(() => forwarders.figures()[0].waiting, { timeout: 20_000 }).toBe(0);
  await forwarders.stop();
}
