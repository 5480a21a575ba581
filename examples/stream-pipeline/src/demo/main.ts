import { once } from 'node:events';
import { join } from 'node:path';

import { stopRequest } from '../processes/stop-request.ts';
import { startReceivers } from './receivers.ts';
import { SERVICES, addressOf } from './services.ts';
import { startPipeline } from './start-pipeline.ts';
import { stationProgram } from './station-program.ts';
import { untilReady } from './until-ready.ts';

const port = process.env.TELLTALE_PORT ?? '4400';
const folder = process.env.TELLTALE_DATA ?? '.telltale';

const signal = stopRequest();
try {
  const receivers = await startReceivers(({ receiver, status, alert }) =>
    console.log(`[${receiver}] ${status} ${alert}`),
  );
  const pipeline = await startPipeline({
    folder,
    variables: process.env,
    tradesPerSecond: 100,
    restartAfterMs: 1000,
  });
  try {
    await untilReady(process.env, signal);
    pipeline.start(stationProgram(join(folder, 'station'), port, receivers.variables));
    console.log(`
  Trades of three exchanges become bars, and Telltale watches.

    The page      http://127.0.0.1:${port}
    The services  ${SERVICES.map((service) => addressOf(service, process.env)).join(', ')}

  Next, in a second terminal:

    npm run fault                lists what can go wrong
    npm run fault -- errors 20   makes it go wrong for 20 s: alerts arrive here, and resolve

  Ctrl-C stops everything, and nothing stays but ${folder}.
`);
    if (!signal.aborted) await once(signal, 'abort');
  } finally {
    await pipeline.stop();
    await receivers.close();
  }
} catch (error) {
  if (!signal.aborted) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
