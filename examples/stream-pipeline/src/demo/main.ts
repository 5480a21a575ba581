import { join } from 'node:path';
import { runDemo } from 'telltale-example-support/demo';
import { untilAborted } from 'telltale-example-support/waiting';

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

await runDemo(CONFIG, async ({ asked, receivers }) => {
  const pipeline = await startPipeline(folder, {});
  const broken = new AbortController();
  void pipeline.firstEnd.then(({ name }) => broken.abort(new Error(`the ${name} has ended`)));
  const ending = AbortSignal.any([asked, broken.signal]);
  try {
    await untilReady(process.env, ending);
    pipeline.start(pipelineStation(join(folder, 'station'), port, receivers));
    console.log(WELCOME);
    await untilAborted(ending);
    ending.throwIfAborted();
  } finally {
    await pipeline.stop();
  }
});
