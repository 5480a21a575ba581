import { untilOk } from 'telltale-example-support/waiting';

import { INSTRUMENTS } from '../market/instruments.ts';
import { STAGE_NAMES, addressOf } from '../stages.ts';

/** Waits until every service is healthy and the first trades have gone all the way to the projections. */
export async function untilReady(variables: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const projection = addressOf('projection', variables);
  const urls = [
    ...STAGE_NAMES.map((stage) => `http://${addressOf(stage, variables)}/health`),
    ...INSTRUMENTS.map(({ symbol }) => `http://${projection}/projections/${symbol}`),
  ];
  for (const url of urls) await untilOk(url, signal);
}
