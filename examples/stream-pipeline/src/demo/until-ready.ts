import { setTimeout as delay } from 'node:timers/promises';

import { INSTRUMENTS } from '../market/instruments.ts';
import { SERVICES, addressOf } from './services.ts';

const LOOK_EVERY_MS = 100;
const WITHIN_MS = 30_000;

/** Waits until every service is healthy and the first trades have gone all the way to the projections. */
export async function untilReady(variables: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const projection = SERVICES[SERVICES.length - 1];
  const urls = [
    ...SERVICES.map((service) => `http://${addressOf(service, variables)}/health`),
    ...INSTRUMENTS.map(({ symbol }) => `http://${addressOf(projection, variables)}/projections/${symbol}`),
  ];
  const giveUp = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)]);
  for (const url of urls) {
    while (!(await isWell(url, giveUp))) {
      if (giveUp.aborted && !signal.aborted) throw new Error(`${url} does not answer well`);
      await delay(LOOK_EVERY_MS, undefined, { signal });
    }
  }
}

async function isWell(url: string, signal: AbortSignal): Promise<boolean> {
  const response = await fetch(url, { signal }).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok ?? false;
}
