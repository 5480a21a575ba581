import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../../..');

/** A definition of each preset with all packs, and an alert on the metrics of one. */
const program = (preset: string): string => `
export const ${preset}Definition = defineMonitoring({
  service: 'svc',
  preset: ${preset}(),
  exporters: [
    nodeExporter({ job: 'n2' }), cadvisor({ job: 'c2' }), postgresExporter({ job: 'p2' }),
    redisExporter({ job: 'r2' }), kafkaExporter({ job: 'k2' }), minio({ job: 'm2' }), clickhouse({ job: 'h2' }),
  ],
  receivers: { mine: webhook({ url: 'https://chat.example.org/alerts' }) },
  routes: { to: 'mine' },
  alerts: (m) => ({
    Memory: alert({
      when: m.node_memory_MemAvailable_bytes.now().sum('instance').below({ GiB: 1 }),
      onNoData: 'fire', severity: 'ticket', summary: ({ labels }) => labels.instance,
    }),
    Down: alert({ when: m.up('n2').below(1), onNoData: 'fire', severity: 'ticket', summary: 'down' }),
  }),
});
`;
const PRESETS = ['aiApp', 'framework', 'migration', 'pipeline', 'webapp'];
const PACKS = 'nodeExporter, cadvisor, postgresExporter, redisExporter, kafkaExporter, minio, clickhouse';
const IMPORTS = `import { alert, defineMonitoring, webhook, ${PACKS}, ${PRESETS.join(', ')} } from '@telltale/definition';\n`;

/**
 * What the compiler may make for all five, the sources of this package included, which are nearly all of it. They are
 * checked in less than a second.
 */
const MAX_INSTANTIATIONS = 260_000;
const MAX_TYPES = 150_000;

let folder: string;

beforeAll(async () => {
  // Inside the package, so that the programs find its sources.
  folder = await mkdtemp(join(import.meta.dirname, '../../test/types/presets-'));
  const project = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: { noEmit: true, composite: false },
    files: ['presets.ts'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
  await writeFile(join(folder, 'presets.ts'), IMPORTS + PRESETS.map(program).join(''));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('definitions of all presets with all packs are checked within a budget of types', async () => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const argv = [tsc, '-p', folder, '--pretty', 'false', '--extendedDiagnostics'];
  const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: folder });
  const figure = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(stdout)?.[1]);
  expect(figure('Instantiations')).toBeGreaterThan(1000);
  expect(figure('Instantiations')).toBeLessThan(MAX_INSTANTIATIONS);
  expect(figure('Types')).toBeLessThan(MAX_TYPES);
}, 60_000);
