import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const EXAMPLE = /@example\n \* ```ts\n([\s\S]*?) \* ```/g;

/** The examples of the doc comments, by file. */
const documented = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .flatMap((file) => {
    const text = readFileSync(join(import.meta.dirname, file), 'utf8');
    return [...text.matchAll(EXAMPLE)].map(([, code]) => [file, code.replaceAll(/^ \* ?/gm, '')] as const);
  });
const END = '--- end of example';
const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const [, ofReadme] = /^## Coming from prom-client$[\s\S]*?```ts\n([\s\S]*?)```/m.exec(readme) ?? [];

let folder: string;
/** What each documented example printed: all run in one process, one after the other. */
let outputs: readonly string[];
beforeAll(async () => {
  // Inside the workspace, so that packages are found by name.
  folder = mkdtempSync(join(import.meta.dirname, '../../.prom-client-examples-'));
  const calls = documented.map(([, code], index) => {
    writeFileSync(join(folder, `${index}.ts`), code);
    return `await import('./${index}.ts');\nconsole.log('${END}');\n`;
  });
  outputs = (await printed(calls.join(''))).split(`${END}\n`);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true }));

async function printed(code: string): Promise<string> {
  const file = join(folder, 'main.ts');
  // What stays behind an example, such as the observer of garbage collections, does not end by itself.
  writeFileSync(file, `${code}\nprocess.exit();\n`);
  const { stdout } = await run(process.execPath, ['--conditions=@telltale/source', '--no-warnings', file]);
  return stdout;
}

test.each(documented.map(([file, code], index) => [file, code, index] as const))(
  'the example of %s prints what it says',
  (_, code, index) => {
    const comments = [...code.matchAll(/console\.log\(.*\);? *\/\/ ([^:\n]*)/g)].map(
      ([, text]) => `${text}\n`,
    );
    expect(comments).not.toEqual([]);
    expect(outputs[index]).toBe(comments.join(''));
  },
);

test('all kinds of metrics and tools have an example', () => {
  const files = new Set(documented.map(([file]) => file));
  for (const name of ['counter', 'gauge', 'histogram', 'summary'])
    expect(files).toContain(`metrics/${name}.ts`);
  expect(documented.length).toBeGreaterThan(12);
});

test('the example of the README runs, with one import changed', async () => {
  expect(ofReadme).toBeDefined();
  const ours = await printed(ofReadme ?? '');
  const theirs = await printed((ofReadme ?? '').replace('@telltale/sdk/prom-client', 'prom-client'));
  const headsOf = (page: string) => page.split('\n').filter((line) => line.startsWith('#'));
  expect(headsOf(ours)).toEqual(headsOf(theirs));
  expect(ours).toContain('orders_total{method="card"} 1');
});
