import { runFaultCommand } from 'telltale-example-support/demo';

import { SITE } from '../demo/site.ts';
import { FAULTS } from './faults.ts';

const site = () => SITE.read(process.env.TELLTALE_DATA ?? '.telltale');

await runFaultCommand(
  new Map(
    Object.entries(FAULTS).map(([name, { what, alerts, check, run }]) => [
      name,
      {
        what,
        seenBy: [...alerts, ...(check === undefined ? [] : [`${check} at /health`])],
        run: (signal) => run(site, signal),
      },
    ]),
  ),
);
