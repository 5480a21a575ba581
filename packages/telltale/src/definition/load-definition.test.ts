import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findDefinition, loadDefinition } from './load-definition.ts';

let folder: string;

beforeEach(async () => {
  // Inside the package, so that the definition finds its imports.
  folder = await mkdtemp(join(import.meta.dirname, 'load-definition-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const MINIMAL = `import { defineMonitoring, counter, alert } from '@telltale/definition';
export default defineMonitoring({
  service: 'shop',
  metrics: { orders_total: counter({ help: 'Orders' }) },
  alerts: (m) => ({
    NoOrders: alert({ when: m.orders_total.rate('5m').sum().below(1), onNoData: 'ignore', severity: 'ticket', summary: 'none' }),
  }),
});
`;

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, text);
  return file;
}

describe('loading a definition', () => {
  test('it is found upwards from the working folder and resolved', async () => {
    const file = await write('telltale.config.ts', MINIMAL);
    await mkdir(join(folder, 'a/b'), { recursive: true });
    expect(findDefinition(join(folder, 'a/b'))).toBe(file);
    const loaded = await loadDefinition({ cwd: join(folder, 'a/b') });
    expect(loaded.resolved).toMatchObject({ service: 'shop', file: '../../telltale.config.ts' });
    expect(loaded.resolved.rules[0]).toMatchObject({ name: 'NoOrders', position: { line: 6 } });
  });

  test('it can be named as file or as folder', async () => {
    await write('sub/telltale.config.ts', MINIMAL);
    for (const config of ['sub', 'sub/telltale.config.ts']) {
      expect((await loadDefinition({ config, cwd: folder })).resolved.service).toBe('shop');
    }
  });

  test.each([
    ['a file that does not exist', 'nothing.ts', undefined, 'TT_DEFINITION_NOT_FOUND', 'There is no file'],
    ['a folder without one', '.', undefined, 'TT_DEFINITION_NOT_FOUND', 'There is no telltale.config.ts in'],
    [
      'no default export',
      'a.ts',
      'export const a = 1;',
      'TT_DEFINITION_INVALID',
      'no definition as its default export',
    ],
    [
      'a default export that is something else',
      'b.ts',
      'export default { service: "x" };',
      'TT_DEFINITION_INVALID',
      'no definition',
    ],
    [
      'a file that throws',
      'c.ts',
      '\nthrow new Error("boom");',
      'TT_DEFINITION_INVALID',
      'c.ts:2:7 cannot be run: boom',
    ],
    ['an import that does not exist', 'd.ts', 'import "./no.ts";', 'TT_DEFINITION_INVALID', 'cannot be run'],
  ])('%s is refused', async (_, config, text, code, message) => {
    if (text !== undefined) await write(config, text);
    await expect(loadDefinition({ config, cwd: folder })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  // In a process of its own: here Vitest would read the files, not Node.js.
  test.each([
    ['the definition', { 'a.ts': 'const a = 1;\nexport default {\n' }, 'a.ts:2 cannot be run'],
    ['a file it imports', { 'a.ts': 'import "./b.ts";', 'b.ts': '\nenum B {}\n' }, 'b.ts:2 cannot be run'],
  ])('a syntax error in %s is named with its line', async (_, files, place) => {
    for (const [name, text] of Object.entries(files)) await write(name, text);
    const bin = join(import.meta.dirname, '../../bin/telltale.js');
    const run = promisify(execFile)(process.execPath, [bin, 'prove', '--config', join(folder, 'a.ts')]);
    await expect(run).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`telltale: ${join(folder, place)}`),
    });
  });

  test('TELLTALE_ENV and --env choose the environment, the option before the variable', async () => {
    const environments = "environments: { staging: { scrape: { every: '1m' } }, prod: {} },";
    await write('telltale.config.ts', MINIMAL.replace('metrics:', `${environments}\n  metrics:`));
    await write('plain/telltale.config.ts', MINIMAL);
    const chosen = async (options: object) =>
      (await loadDefinition({ cwd: folder, ...options })).resolved.environment;
    expect(await chosen({})).toBeUndefined();
    expect(await chosen({ env: { TELLTALE_ENV: 'staging' } })).toBe('staging');
    expect(await chosen({ env: { TELLTALE_ENV: 'staging' }, environment: 'prod' })).toBe('prod');
    expect(await chosen({ config: 'plain', env: { TELLTALE_ENV: 'staging' } })).toBeUndefined();
    await expect(chosen({ environment: 'stagin' })).rejects.toThrow("did you mean 'staging'?");
  });

  test('one that never ends is given up, and told apart from one that is slow', async () => {
    await write('telltale.config.ts', 'await new Promise(() => {}); export default {};');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const refused = expect(loadDefinition({ cwd: folder })).rejects.toMatchObject({
        code: 'TT_DEFINITION_INVALID',
        message: expect.stringContaining('telltale.config.ts has not ended after 30 s'),
      });
      await vi.advanceTimersByTimeAsync(30_000);
      await refused;
    } finally {
      vi.useRealTimers();
    }
  });
});
