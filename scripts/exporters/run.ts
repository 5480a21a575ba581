import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../test/support/program.ts';
import type { ExporterSource } from './exporter-sources.ts';
import { EXPORTER_SOURCES } from './exporter-sources.ts';
import { printData } from './print-data.ts';
import { readMetrics } from './read-metrics.ts';

/*
 * Writes the data files of the exporter packs from the /metrics of Debian's exporters, with real servers
 * behind them: `npx node --conditions=@telltale/source scripts/exporters/run.ts [name …]`. Files of
 * exporters that are only known from their documentation are written by hand and say so.
 */
const root = join(import.meta.dirname, '..', '..');
const dataFolder = join(root, 'packages/definition/src/exporters/data');

async function writeData(source: ExporterSource, folder: string): Promise<void> {
  const metrics = readMetrics(source, await source.pages(folder));
  const header = {
    constant: source.name.toUpperCase(),
    program: source.command,
    version: await versionOf(source),
    date: new Date().toISOString().slice(0, 10),
  };
  const file = join(dataFolder, `${source.name}-metrics.ts`);
  writeFileSync(file, printData(header, metrics));
  await runProgram('oxfmt', [file], { cwd: root });
  console.log(`${source.name}: ${metrics.length} metrics of version ${header.version}`);
}

async function versionOf({ command, versionFlag }: ExporterSource): Promise<string> {
  const { output } = await runProgram(command, [versionFlag]);
  const version = /\d+\.\d+\.\d+/.exec(output)?.[0];
  if (version === undefined) throw new Error(`${command} ${versionFlag} says no version: ${output}`);
  return version;
}

const wanted = process.argv.slice(2);
const sources = EXPORTER_SOURCES.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const folder = mkdtempSync(join(tmpdir(), 'telltale-exporters-'));
// PostgreSQL runs as another user where the script runs as root.
chmodSync(folder, 0o755);
try {
  for (const source of sources) await writeData(source, folder);
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
