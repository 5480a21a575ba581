import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/*
 * `npm run bench [-- sdk|engine|storage …]`: ratios to peers, measured in the same run in turns, so
 * that a busy machine slows both sides alike. Each file runs in a process of its own.
 */
const SUITES: Readonly<Record<string, readonly string[]>> = {
  sdk: [
    'bench/sdk/hot-path.ts',
    'bench/sdk/scrape.ts',
    'bench/sdk/memory.ts',
    'bench/sdk/cluster.ts',
    'bench/sdk/http.ts',
    'bench/sdk/everything-on.ts',
  ],
  engine: ['bench/engine-and-prometheus.ts', 'packages/promql/src/engine.bench.ts'],
  storage: ['packages/storage/test/measure.ts'],
};

const root = join(import.meta.dirname, '..');
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(SUITES, name));
if (unknown.length > 0) {
  console.error(`There is no suite "${unknown.join('", "')}"; there are: ${Object.keys(SUITES).join(', ')}.`);
  process.exit(2);
}
for (const [suite, files] of Object.entries(SUITES)) {
  if (wanted.length > 0 && !wanted.includes(suite)) continue;
  for (const file of files) {
    if (!existsSync(join(root, file))) continue;
    console.log(`\n## ${suite}: ${file}\n`);
    const flags = ['--conditions=@telltale/source', '--no-warnings', '--expose-gc'];
    const { status } = spawnSync('node', [...flags, join(root, file)], { stdio: 'inherit' });
    if (status !== 0) process.exitCode = 1;
  }
}
