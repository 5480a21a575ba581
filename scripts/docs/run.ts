import { join } from 'node:path';

import { readWorkspace } from '../architecture/workspace.ts';
import { printCliPage } from './cli-page.ts';
import { printConfigurationPage } from './configuration/configuration-page.ts';
import { printErrorPage } from './error-page.ts';
import type { GeneratedText } from './generated-files.ts';
import { isUpToDate, leftOvers, removeLeftOver, writeGenerated } from './generated-files.ts';
import { printHttpPage } from './http/http-page.ts';
import { printLedgerCounts } from './ledger-counts.ts';
import { printExporterMetricsPage } from './metrics/exporter-metrics-page.ts';
import { printMetricsPage } from './metrics/metrics-page.ts';
import { printPackagePicture } from './package-picture.ts';
import { printVersionChangesPage } from './version-changes-page.ts';
import { RULE_FOLDER, rulePages } from './rules/rule-pages.ts';

// `npm run docs` writes what is generated; with --check it only says what is out of date.
const root = join(import.meta.dirname, '..', '..');

async function generate(): Promise<readonly GeneratedText[]> {
  return [
    { path: 'docs/errors.md', text: printErrorPage() },
    { path: 'docs/reference/cli.md', text: printCliPage() },
    { path: 'docs/reference/configuration.md', text: printConfigurationPage(root) },
    { path: 'docs/reference/http-api.md', text: printHttpPage() },
    { path: 'docs/reference/metrics.md', text: await printMetricsPage() },
    { path: 'docs/reference/exporter-metrics.md', text: printExporterMetricsPage() },
    { path: 'docs/reference/version-changes.md', text: printVersionChangesPage() },
    ...rulePages(),
    { path: 'ARCHITECTURE.md', part: 'packages', text: printPackagePicture(readWorkspace(root)) },
    { path: 'README.md', part: 'ledger', text: printLedgerCounts(root) },
  ];
}

function check(generated: readonly GeneratedText[], left: readonly string[]): number {
  const stale = generated.filter((text) => !isUpToDate(root, text)).map(({ path }) => path);
  for (const path of [...stale, ...left]) console.error(`${path} is out of date: run "npm run docs"`);
  return stale.length + left.length === 0 ? 0 : 1;
}

function write(generated: readonly GeneratedText[], left: readonly string[]): number {
  for (const text of generated) writeGenerated(root, text);
  for (const path of left) removeLeftOver(root, path);
  return 0;
}

try {
  const generated = await generate();
  const left = leftOvers(root, RULE_FOLDER, generated);
  process.exitCode = process.argv.includes('--check') ? check(generated, left) : write(generated, left);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
