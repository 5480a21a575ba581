import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/*
 * `npm run bench [-- sdk|engine|ingest|storage|alerting …]`: ratios to peers, measured in the same run in turns, so
 * that a busy machine slows both sides alike. Each file runs in a process of its own.
 */
interface Bench {
  readonly file: string;
  /** Environment that makes it short enough for the whole suite; alone it takes its time. */
  readonly short?: Readonly<Record<string, string>>;
}

const SUITES: Readonly<Record<string, readonly Bench[]>> = {
  sdk: [
    { file: 'bench/sdk/hot-path.ts' },
    { file: 'bench/sdk/sampling.ts' },
    { file: 'bench/sdk/scrape.ts' },
    { file: 'bench/sdk/memory.ts' },
    { file: 'bench/sdk/cluster.ts', short: { TURNS: '1' } },
    { file: 'bench/sdk/http.ts', short: { ROUNDS: '4', SECONDS: '0.8' } },
    { file: 'bench/sdk/everything-on.ts', short: { ROUNDS: '3', SECONDS: '2', STARTS: '5' } },
    { file: 'bench/sdk/whole-services.ts', short: { ROUNDS: '3', SECONDS: '2', STARTS: '5' } },
  ],
  logs: [{ file: 'bench/sdk/logs.ts', short: { ROUNDS: '2', LINES: '30000' } }],
  traces: [{ file: 'bench/sdk/traces.ts', short: { ROUNDS: '5', BURSTS: '20' } }],
  engine: [{ file: 'bench/engine/run.ts' }, { file: 'packages/promql/src/engine.bench.ts' }],
  ingest: [{ file: 'bench/engine/ingest.ts', short: { SECONDS: '10', RATES: '100' } }],
  intake: [{ file: 'bench/intake/otlp-intake.ts', short: { TARGETS: '50', ROUNDS: '5' } }],
  storage: [
    { file: 'packages/storage/test/measure.ts' },
    { file: 'bench/storage/logs.ts' },
    { file: 'bench/storage/traces.ts' },
  ],
  ui: [
    { file: 'bench/ui/dashboard.ts', short: { ROUNDS: '2' } },
    { file: 'bench/ui/log-tail.ts', short: { BATCHES: '50' } },
    { file: 'bench/ui/trace-open.ts', short: { ROUNDS: '3' } },
  ],
  alerting: [{ file: 'bench/alerting/rules.ts' }, { file: 'bench/alerting/fault-to-delivery.ts' }],
};

const FLAGS = ['--conditions=@telltale/source', '--no-warnings', '--expose-gc'];
const root = join(import.meta.dirname, '..');
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(SUITES, name));
if (unknown.length > 0) {
  console.error(`There is no suite "${unknown.join('", "')}"; there are: ${Object.keys(SUITES).join(', ')}.`);
  process.exit(2);
}
for (const [suite, benches] of Object.entries(SUITES)) {
  if (wanted.length > 0 && !wanted.includes(suite)) continue;
  for (const { file, short } of benches) {
    console.log(`\n## ${suite}: ${file}\n`);
    const { status } = spawnSync(process.execPath, [...FLAGS, join(root, file)], {
      stdio: 'inherit',
      // What is set by hand goes before.
      env: { ...short, ...process.env },
    });
    if (status !== 0) process.exitCode = 1;
  }
}
