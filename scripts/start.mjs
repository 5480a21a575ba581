import './workspace/bootstrap-node.mjs';

import { join } from 'node:path';

import { installPackages } from './workspace/install-packages.mjs';
import { requireOwnNode } from './workspace/own-node.mjs';
import { root, runProgram, runScript } from './workspace/run-program.mjs';
import { buildUi } from './workspace/ui-build.mjs';

// Everything a fresh clone needs, then the quickstart: station, shop, load generator, webhook sink.
await runScript(async () => {
  await installPackages();
  await requireOwnNode();
  await buildUi();
  const demo = join(root, 'examples', 'quickstart', 'src', 'demo', 'main.ts');
  const args = ['--conditions=@telltale/source', '--no-warnings', demo];
  const { code } = await runProgram('node', args, { hasChannel: true });
  return code;
});
