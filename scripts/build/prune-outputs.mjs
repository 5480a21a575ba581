import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../workspace/run-program.mjs';

/** Removes what the compiler wrote for sources that are gone, so that it is not published. */
export function pruneOutputs() {
  for (const name of readdirSync(join(root, 'packages'))) {
    const folder = join(root, 'packages', name);
    // The pages are built by Vite, which empties its folder itself.
    if (name === 'ui' || !existsSync(join(folder, 'dist'))) continue;
    for (const file of readdirSync(join(folder, 'dist'), { recursive: true })) {
      const output = /^(.*?)(\.d\.ts|\.js|\.js\.map)$/.exec(file);
      if (output === null || file.startsWith('cjs-types')) continue;
      if (!existsSync(join(folder, 'src', `${output[1]}.ts`))) rmSync(join(folder, 'dist', file));
    }
  }
}
