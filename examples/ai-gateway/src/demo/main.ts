import { runDemo } from 'telltale-example-support/demo';
import { untilAborted } from 'telltale-example-support/waiting';

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

await runDemo(CONFIG, async ({ asked, receivers }) => {
  const gateway = await startGateway({ folder, port, ports: {}, receivers });
  try {
    await untilReady(process.env, asked);
    gateway.start(loadProgram({}));
    console.log(WELCOME);
    await untilAborted(asked);
  } finally {
    await gateway.stop();
  }
});
