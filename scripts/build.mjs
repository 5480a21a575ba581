import './workspace/bootstrap-node.mjs';

import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { bundleLibraries } from './build/bundle-libraries.mjs';
import { buildCommonJsSdk } from './build/commonjs-sdk.mjs';
import { pruneOutputs } from './build/prune-outputs.mjs';
import { requirePackages } from './workspace/install-packages.mjs';
import { requireOwnNode } from './workspace/own-node.mjs';
import { PlainFailure, root, runProgram, runScript } from './workspace/run-program.mjs';
import { buildUi } from './workspace/ui-build.mjs';

// Makes every package ready for "npm pack": ES modules and declarations, the SDK also as CommonJS.
await runScript(async () => {
  await requirePackages();
  await requireOwnNode();
  console.log('Compiling (tsc -b) …');
  const folders = readdirSync(join(root, 'packages')).map((name) => `packages/${name}`);
  const { code } = await runProgram('tsc', ['-b', ...folders]);
  if (code !== 0) throw new PlainFailure('the sources do not compile');
  pruneOutputs();
  console.log('Bundling the libraries (esbuild) …');
  await bundleLibraries();
  console.log('Bundling the SDK as CommonJS (esbuild) …');
  await buildCommonJsSdk();
  await buildUi();
});
