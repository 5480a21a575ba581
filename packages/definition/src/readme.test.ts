import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../../..');
let folder: string;
let code: string;

beforeAll(async () => {
  // Inside the package, so that the program finds the packages it imports.
  folder = await mkdtemp(join(import.meta.dirname, '../test/types/readme-'));
  const readme = await readFile(join(import.meta.dirname, '../README.md'), 'utf8');
  code = /```ts complete\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const project = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: { noEmit: true, composite: false },
    files: ['example.ts'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(project));
  await writeFile(join(folder, 'example.ts'), code);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('the complete example of the readme compiles, runs and prints what it says', async () => {
  const promised = /console\.log\(.*\); \/\/ (.*)$/m.exec(code)?.[1];
  const argv = ['--conditions=@telltale/source', '--no-warnings', join(folder, 'example.ts')];
  const { stdout } = await run(process.execPath, argv);
  expect(stdout.trim()).toBe(promised);
  await run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder]);
}, 60_000);
