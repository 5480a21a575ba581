import { runDemo } from 'telltale-example-support/demo';
import { untilAborted } from 'telltale-example-support/waiting';

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

await runDemo(CONFIG, async ({ asked, receivers }) => {
  const shop = await startShop({ folder, port, ports: {}, receivers });
  try {
    await untilReady(process.env, asked);
    console.log(WELCOME);
    await untilAborted(asked);
  } finally {
    await shop.stop();
  }
});
