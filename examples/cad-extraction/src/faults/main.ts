import { runFaultCommand } from 'telltale-example-support/demo';

import { SITE } from '../demo/site.ts';
import { ALL_FAULTS } from './all-faults.ts';

const site = () => SITE.read(process.env.TELLTALE_DATA ?? '.telltale');

await runFaultCommand(
  new Map(
    Object.entries(ALL_FAULTS).map(([name, { what, alerts, run }]) => [
      name,
      { what, seenBy: alerts, run: (signal) => run(site, signal) },
    ]),
  ),
);
