import { setTimeout as delay } from 'node:timers/promises';

import { INSTRUMENTS } from '../market/instruments.ts';
import { stopRequest } from '../processes/stop-request.ts';

// Somebody who looks at the pages of all stages, again and again.
const PAUSE_MS = 25;
const PAGES = [
  `${process.env.NORMALIZATION_URL}/recent`,
  ...INSTRUMENTS.flatMap(({ symbol }) => [
    `${process.env.ENRICHMENT_URL}/instruments/${symbol}`,
    `${process.env.AGGREGATION_URL}/bars/${symbol}`,
    `${process.env.PROJECTION_URL}/projections/${symbol}`,
  ]),
];

async function read(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // A stage may be down, or slow: others are read meanwhile.
    const response = await fetch(url, { signal }).catch(() => undefined);
    await response?.arrayBuffer().catch(() => undefined);
    await delay(PAUSE_MS * PAGES.length, undefined, { signal }).catch(() => undefined);
  }
}

const signal = stopRequest();
await Promise.all(PAGES.map((url) => read(url, signal)));
