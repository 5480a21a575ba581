import { stopRequest } from 'telltale-example-support/programs';
import { untilAborted } from 'telltale-example-support/waiting';
import { startReceivers } from 'telltale-example-support/watching';

import { addressOf } from '../../sites.ts';
import { CONFIG, loadProgram, startGateway, untilReady } from './start-gateway.ts';

const port = process.env.TELLTALE_PORT ?? '4400';
const folder = process.env.TELLTALE_DATA ?? '.telltale';

const WELCOME = `
  People ask, two models answer, and Telltale watches.

    The page     http://127.0.0.1:${port}
    The gateway  http://${addressOf('gateway')}/health

    curl http://${addressOf('gateway')}/v1/chat -H 'content-type: application/json' -d '{"question": "What are alerts?"}'

  Next, in a second terminal:

    npm run fault                  lists what can go wrong
    npm run fault -- database 20   makes it go wrong for 20 s: alerts arrive here, and resolve

  Ctrl-C stops everything, and nothing stays but ${folder}.
`;

async function run(asked: AbortSignal): Promise<void> {
  const receivers = await startReceivers(CONFIG, ({ receiver, status, alert }) =>
    console.log(`[${receiver}] ${status} ${alert}`),
  );
  try {
    const gateway = await startGateway({ folder, port, ports: {}, receivers: receivers.variables });
    try {
      await untilReady(process.env, asked);
      gateway.start(loadProgram({}));
      console.log(WELCOME);
      await untilAborted(asked);
    } finally {
      await gateway.stop();
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
