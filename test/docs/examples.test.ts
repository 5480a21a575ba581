import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { exportedSymbols } from './exported-symbols.ts';

const root = join(import.meta.dirname, '..', '..');
const EXAMPLE = /@example[\s\S]*?```ts\n([\s\S]*?)```/g;

/** Symbols of the packages whose examples users copy. */
const ENTRIES = [
  'sdk/src/index.ts',
  'sdk/src/opentelemetry.ts',
  'sdk/src/apm.ts',
  'sdk/src/bunyan.ts',
  'sdk/src/pino.ts',
  'sdk/src/winston.ts',
  'definition/src/index.ts',
  'telltale/src/testing/index.ts',
];
const symbols = ENTRIES.flatMap((entry) => exportedSymbols(join(root, 'packages', entry)));
const examples = symbols.flatMap(({ name, doc }) =>
  [...(doc ?? '').matchAll(EXAMPLE)].map(([, code]) => ({ name, code: code.replace(/^ *\* ?/gm, '') })),
);

let folder: string;
beforeAll(() => {
  // Inside the workspace, so that the packages are found by name.
  folder = mkdtempSync(join(root, 'examples', 'quickstart', '.telltale-examples-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What the example says it prints: the comments behind its `console.log` calls. */
function promised(code: string): string {
  const comments = [...code.matchAll(/console\.log\(.*\); *\/\/ (.*)$/gm)];
  return comments.map(([, text]) => `${text}\n`).join('');
}

function run(file: string): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn('node', ['--conditions=@telltale/source', '--no-warnings', file], { cwd: folder });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (errors += chunk));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output, errors })));
}

test('there are examples', () => {
  expect(examples.length).toBeGreaterThan(5);
});

test.each(examples)('the example of $name runs and prints what it says', async ({ name, code }) => {
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, code);
  const result = await run(file);
  expect(result.errors).toBe('');
  expect(result.code).toBe(0);
  expect(result.output).toBe(promised(code));
});
