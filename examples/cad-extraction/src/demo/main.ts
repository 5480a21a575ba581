import { runDemo } from 'telltale-example-support/demo';
import { untilAborted } from 'telltale-example-support/waiting';

import { METRICS_PATH, addressOf } from '../../sites.ts';
import { CONFIG, loadProgram, startBackend } from './start-backend.ts';

const port = process.env.TELLTALE_PORT ?? '4400';
const folder = process.env.TELLTALE_DATA ?? '.telltale';

const WELCOME = `
  People upload drawings, assemblies, buildings and lists, workers read them, and Telltale watches.

    The page     http://127.0.0.1:${port}
    The backend  http://${addressOf('backend')}/api/v1/tasks
    Its metrics  http://${addressOf('backend')}${METRICS_PATH}
    The workers  http://${addressOf('extraction_worker')}/metrics  (the sum of four processes)

    curl -F file=@drawing.dxf http://${addressOf('backend')}/api/v1/extract

  Next, in a second terminal:

    npm run fault                   lists what can go wrong
    npm run fault -- malformed 20   makes it go wrong for 20 s: alerts arrive here, and resolve

  Ctrl-C stops everything, and nothing stays but ${folder}.
`;

await runDemo(CONFIG, async ({ asked, receivers }) => {
  const backend = await startBackend({ folder, port, ports: {}, receivers, signal: asked });
  try {
    backend.start(loadProgram({}));
    console.log(WELCOME);
    await untilAborted(asked);
  } finally {
    await backend.stop();
  }
});
