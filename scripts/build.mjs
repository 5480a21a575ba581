import './workspace/bootstrap-node.mjs';

import { buildCommonJsSdk } from './build/commonjs-sdk.mjs';
import { installPackages } from './workspace/install-packages.mjs';
import { requireOwnNode } from './workspace/own-node.mjs';
import { PlainFailure, runProgram, runScript } from './workspace/run-program.mjs';
import { buildUi } from './workspace/ui-build.mjs';

// Makes every package ready for "npm pack": ES modules and declarations, the SDK also as CommonJS.
await runScript(async () => {
  await installPackages();
  await requireOwnNode();
  console.log('Compiling (tsc -b) …');
  const { code } = await runProgram('tsc', ['-b']);
  if (code !== 0) throw new PlainFailure('the sources do not compile');
  console.log('Bundling the SDK as CommonJS (esbuild) …');
  await buildCommonJsSdk();
  await buildUi();
});
