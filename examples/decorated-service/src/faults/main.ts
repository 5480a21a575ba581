import { runFaultCommand } from 'telltale-example-support/demo';
import { untilAborted } from 'telltale-example-support/waiting';

import type { FaultName } from './faults.ts';
import { FAULTS } from './faults.ts';
import { setFault } from './set-fault.ts';

const NAMES = Object.keys(FAULTS) as FaultName[];

async function run(name: FaultName, signal: AbortSignal): Promise<void> {
  await setFault(name, true, process.env);
  await untilAborted(signal);
  await setFault(name, false, process.env);
}

await runFaultCommand(
  new Map(
    NAMES.map((name) => [
      name,
      {
        what: FAULTS[name].what,
        seenBy: [FAULTS[name].alert],
        run: (signal) => run(name, signal),
      },
    ]),
  ),
);
