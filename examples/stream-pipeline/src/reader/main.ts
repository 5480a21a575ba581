import { stopRequest } from 'telltale-example-support/programs';
import { untilAborted } from 'telltale-example-support/waiting';

import { INSTRUMENTS } from '../market/instruments.ts';
import type { StageName } from '../stages.ts';
import { addressOf } from '../stages.ts';

// Somebody who looks at the pages of all stages, again and again.
const PAUSE_MS = 25;

const urlOf = (stage: StageName, path: string) => `http://${addressOf(stage, process.env)}${path}`;
const urls = [
  urlOf('normalization', '/recent'),
  ...INSTRUMENTS.flatMap(({ symbol }) => [
    urlOf('enrichment', `/instruments/${symbol}`),
    urlOf('aggregation', `/bars/${symbol}`),
    urlOf('projection', `/projections/${symbol}`),
  ]),
];

async function read(url: string, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // A stage may be down, or slow: others are read meanwhile.
    const response = await fetch(url, { signal }).catch(() => undefined);
    await response?.arrayBuffer().catch(() => undefined);
    await untilAborted(signal, PAUSE_MS * urls.length);
  }
}

const signal = stopRequest();
await Promise.all(urls.map((url) => read(url, signal)));
