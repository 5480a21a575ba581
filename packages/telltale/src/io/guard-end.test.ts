import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../../bin/telltale.js', import.meta.url));

let folder: string;
// Inside the package, so that the definition finds its imports.
beforeAll(async () => void (folder = await mkdtemp(join(import.meta.dirname, 'guard-end-'))));
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Generates from a definition in a process of its own. */
async function generateFrom(code: string) {
  await writeFile(join(folder, 'telltale.config.ts'), code);
  const child = spawn(process.execPath, [BIN, 'gen', 'catalog', '--out', 'out', '--check'], { cwd: folder });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (errors += String(chunk)));
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { exitCode, output, errors };
}

test('a definition that ends the process is an error, whatever code it chose', async () => {
  const { exitCode, output, errors } = await generateFrom('process.exit(0);');
  expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
  expect(errors).toMatch(/^telltale: ended before it was done: .*process\.exit\n$/);
});

test('timers and servers that a definition leaves open do not keep the command from ending', async () => {
  const code = `import { createServer } from 'node:net';
import { defineMonitoring } from '@telltale/definition';
createServer().listen(0, '127.0.0.1');
setInterval(() => {}, 1000);
export default defineMonitoring({ service: 'shop' });
`;
  const { exitCode, output } = await generateFrom(code);
  expect({ exitCode, output }).toEqual({ exitCode: 1, output: 'catalog.json: missing\n' });
});
