import './workspace/bootstrap-node.mjs';

import { runStaticChecks } from './checks/static-checks.mjs';
import { requirePackages } from './workspace/install-packages.mjs';
import { requireOwnNode } from './workspace/own-node.mjs';
import { runProgram, runScript } from './workspace/run-program.mjs';

// Everything that needs no server and no browser: run it before each commit.
await runScript(async () => {
  await requirePackages();
  await requireOwnNode();
  const outcomes = await runStaticChecks();
  const architecture = await runProgram('vitest', ['run', '--project', 'whole', 'test/architecture']);
  return architecture.code === 0 && outcomes.every(({ isPassed }) => isPassed) ? 0 : 1;
});
