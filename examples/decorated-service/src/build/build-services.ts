import { join } from 'node:path';
import { build } from 'esbuild';

import { PROGRAMS } from '../sites.ts';

const SOURCE = join(import.meta.dirname, '..');

/**
 * Makes programs that Node.js runs: it takes the types out of TypeScript by itself, but knows no decorators yet.
 * They stay in the folder of the example, where their packages are found.
 *
 * @returns the folder with `orders.js` and `pricing.js`
 */
export async function buildServices(): Promise<string> {
  const outdir = join(SOURCE, '..', 'dist', 'programs');
  await build({
    entryPoints: PROGRAMS.map((name) => ({ in: join(SOURCE, name, 'main.ts'), out: name })),
    outdir,
    bundle: true,
    packages: 'external',
    // It reads files beside it, and Node.js runs it as it is.
    external: ['#definition'],
    platform: 'node',
    format: 'esm',
    target: 'node22',
    logLevel: 'warning',
  });
  return outdir;
}
