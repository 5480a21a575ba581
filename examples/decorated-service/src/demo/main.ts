import { stopRequest } from 'telltale-example-support/programs';
import { untilAborted } from 'telltale-example-support/waiting';
import { startReceivers } from 'telltale-example-support/watching';

import { addressOf } from '../sites.ts';
import { CONFIG, startShop, untilReady } from './start-shop.ts';

const port = process.env.TELLTALE_PORT ?? '4400';
const folder = process.env.TELLTALE_DATA ?? '.telltale';

const WELCOME = `
  Customers order, two programs of decorated classes answer, and Telltale watches.

    The page   http://127.0.0.1:${port}
    The shop   http://${addressOf('orders', process.env)}/products

  Next, in a second terminal:

    npx telltale logs --since 1m           what all methods say, each line with its trace
    npx telltale traces status:error       traces that failed: all of them are kept
    npm run fault                          lists what can go wrong
    npm run fault -- slow 20               makes it go wrong for 20 s: an alert arrives here, and resolves

  Ctrl-C stops everything, and nothing stays but ${folder}.
`;

async function run(asked: AbortSignal): Promise<void> {
  const receivers = await startReceivers(CONFIG, ({ receiver, status, alert }) =>
    console.log(`[${receiver}] ${status} ${alert}`),
  );
  try {
    const shop = await startShop({ folder, port, ports: {}, receivers: receivers.variables });
    try {
      await untilReady(process.env, asked);
      console.log(WELCOME);
      await untilAborted(asked);
    } finally {
      await shop.stop();
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
