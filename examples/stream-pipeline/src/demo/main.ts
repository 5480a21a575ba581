import { join } from 'node:path';
import { stopRequest } from 'telltale-example-support/programs';
import { untilAborted } from 'telltale-example-support/waiting';
import { startReceivers } from 'telltale-example-support/watching';

import { STAGE_NAMES, addressOf } from '../stages.ts';
import { startPipeline } from './start-pipeline.ts';
import { CONFIG, pipelineStation } from './station-program.ts';
import { untilReady } from './until-ready.ts';

const port = process.env.TELLTALE_PORT ?? '4400';
const folder = process.env.TELLTALE_DATA ?? '.telltale';

const WELCOME = `
  Trades of three exchanges become bars, and Telltale watches.

    The page      http://127.0.0.1:${port}
    The services  ${STAGE_NAMES.map((stage) => addressOf(stage, process.env)).join(', ')}

  Next, in a second terminal:

    npm run fault                lists what can go wrong
    npm run fault -- errors 20   makes it go wrong for 20 s: alerts arrive here, and resolve

  Ctrl-C stops everything, and nothing stays but ${folder}.
`;

async function run(asked: AbortSignal): Promise<void> {
  const receivers = await startReceivers(CONFIG, ({ receiver, status, alert }) =>
    console.log(`[${receiver}] ${status} ${alert}`),
  );
  try {
    const pipeline = await startPipeline(folder, {});
    const broken = new AbortController();
    void pipeline.firstEnd.then(({ name }) => broken.abort(new Error(`the ${name} has ended`)));
    const ending = AbortSignal.any([asked, broken.signal]);
    try {
      await untilReady(process.env, ending);
      pipeline.start(pipelineStation(join(folder, 'station'), port, receivers.variables));
      console.log(WELCOME);
      await untilAborted(ending);
      ending.throwIfAborted();
    } finally {
      await pipeline.stop();
    }
  } finally {
    await receivers.close();
  }
}

const asked = stopRequest();
try {
  await run(asked);
} catch (error) {
  if (!asked.aborted) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
