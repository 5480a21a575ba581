import { join } from 'node:path';

import { readWorkspace } from '../architecture/workspace.ts';
import { printErrorPage } from './error-page.ts';
import type { GeneratedText } from './generated-files.ts';
import { isUpToDate, writeGenerated } from './generated-files.ts';
import { printPackagePicture } from './package-picture.ts';
import { printRulePage } from './rule-page.ts';

// `npm run docs` writes what is generated; with --check it only says what is out of date.
const root = join(import.meta.dirname, '..', '..');
const generated: readonly GeneratedText[] = [
  { path: 'docs/errors.md', text: printErrorPage() },
  { path: 'packages/telltale/docs/check-rules.md', text: printRulePage() },
  { path: 'ARCHITECTURE.md', part: 'packages', text: printPackagePicture(readWorkspace(root)) },
];

function check(): number {
  const stale = generated.filter((text) => !isUpToDate(root, text));
  for (const { path } of stale) console.error(`${path} is out of date: run "npm run docs"`);
  return stale.length === 0 ? 0 : 1;
}

function write(): number {
  for (const text of generated) writeGenerated(root, text);
  return 0;
}

try {
  process.exitCode = process.argv.includes('--check') ? check() : write();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
