import { setTimeout as delay } from 'node:timers/promises';
import { stopRequest } from 'telltale-example-support/programs';

import { addressOf } from '../../sites.ts';
import { SAMPLES } from '../samples/samples.ts';
import { upload } from './upload.ts';

// People who upload drawings, look at what was found, and watch how far the others have come.
const UPLOAD_EVERY_MS = 400;
const READ_EVERY_MS = 50;
const WATCHERS = 3;
/** Older ones are deleted. */
const KEPT = 100;

const stop = stopRequest();
const base = `http://${addressOf('backend')}`;
const ids: string[] = [];

async function uploads(): Promise<void> {
  // An assembly is read in a second, a drawing in no time.
  const kinds = ['dxf', 'ifc', 'pdf', 'dxf', 'step'] as const;
  for (let number = 0; !stop.aborted; number++) {
    const kind = kinds[number % kinds.length];
    await upload(SAMPLES[kind](number)).then(
      (id) => ids.push(id),
      () => undefined,
    );
    if (ids.length > KEPT) await ask(`/api/v1/tasks/${ids.shift()}`, 'DELETE');
    await delay(UPLOAD_EVERY_MS, undefined, { signal: stop }).catch(() => undefined);
  }
}

async function reads(): Promise<void> {
  for (let number = 0; !stop.aborted; number++) {
    const last = ids.slice(-10);
    const paths = [
      `/api/v1/tasks/${last[number % Math.max(1, last.length)] ?? 'none'}`,
      '/api/v1/tasks',
      `/api/v1/search?q=${encodeURIComponent(`parts ${number % 50}`)}`,
    ];
    if (last.length > 0) await ask(paths[number % paths.length]);
    await delay(READ_EVERY_MS, undefined, { signal: stop }).catch(() => undefined);
  }
}

async function ask(path: string, method = 'GET'): Promise<void> {
  const signal = AbortSignal.timeout(10_000);
  await fetch(`${base}${path}`, { method, signal }).then(
    (response) => response.text(),
    () => undefined,
  );
}

async function watch(): Promise<void> {
  while (!stop.aborted) {
    const socket = new WebSocket(`${base.replace('http', 'ws')}/ws/progress`);
    const ended = new Promise((resolve) => socket.addEventListener('close', resolve, { once: true }));
    stop.addEventListener('abort', () => socket.close(), { once: true });
    await ended;
    await delay(UPLOAD_EVERY_MS);
  }
}

await Promise.all([uploads(), reads(), reads(), ...Array.from({ length: WATCHERS }, watch)]);
process.exit();
