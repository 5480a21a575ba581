import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../workspace/run-program.mjs';

/** Packages that services load, and the station with its threads: every file that is opened makes the start longer. */
const LIBRARIES = ['model', 'definition', 'sdk', 'promql', 'storage', 'alerting', 'station'];

/**
 * Bundles the entries of the libraries into `dist/bundle`, each package by itself: a service that loads the
 * SDK opens a few files, not two hundred, and so does a thread of the station. Other packages stay imports, so that each is there once.
 */
export async function bundleLibraries() {
  // Only here, so that scripts which install the packages first can be loaded without esbuild.
  const { build } = await import('esbuild');
  for (const library of LIBRARIES) {
    const folder = join(root, 'packages', library);
    rmSync(join(folder, 'dist', 'bundle'), { recursive: true, force: true });
    await build({
      absWorkingDir: folder,
      entryPoints: entriesOf(folder),
      outdir: 'dist/bundle',
      outbase: 'dist',
      bundle: true,
      splitting: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node22.18',
      sourcemap: true,
      logLevel: 'warning',
    });
  }
}

/** What `tsc` has made of the entries of a package. */
function entriesOf(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const declarations = Object.values(exports).map((entry) => (entry.import ?? entry).types);
  return declarations.map((file) => file.replace(/\.d\.ts$/, '.js'));
}
