import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../io/command-io.ts';
import type { GenCommandOptions } from './gen.ts';
import { genCommand } from './gen.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(import.meta.dirname, 'gen-'));
  const definition = `import { defineMonitoring } from '@telltale/definition';
export default defineMonitoring({ service: 'shop', targets: { shop: { address: '127.0.0.1:3000' } } });
`;
  await writeFile(join(folder, 'telltale.config.ts'), definition);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function gen(out: string, options: Partial<GenCommandOptions> = {}) {
  let output = '';
  const io = {
    write: (text: string) => void (output += text),
    writeError: () => {},
    useColor: false,
    cwd: folder,
    env: {},
  };
  return { exitCode: await genCommand({ what: 'prometheus', out, ...options }, io), output };
}

test('writes the files and names each', async () => {
  const { exitCode, output } = await gen('out');
  expect(exitCode).toBe(EXIT.ok);
  expect(output).toContain('out/prometheus/prometheus.yml\n');
  expect(await readFile(join(folder, 'out/prometheus/prometheus.yml'), 'utf8')).toContain(':3000');
});

test('a folder that cannot be written is named, with the way out', async () => {
  await writeFile(join(folder, 'taken'), '');
  await expect(gen('taken')).rejects.toMatchObject({
    code: 'TT_FILE_WRITE',
    message: expect.stringContaining(join(folder, 'taken')),
    fix: expect.stringContaining('--out'),
  });
});

test('checks without writing: nothing there, all there, one edited, one left over', async () => {
  const missing = await gen('checked', { check: true });
  expect(missing.exitCode).toBe(EXIT.findings);
  expect(missing.output).toContain('prometheus/prometheus.yml: missing\n');

  await gen('checked');
  expect(await gen('checked', { check: true })).toMatchObject({ exitCode: EXIT.ok });

  const path = join(folder, 'checked/prometheus/prometheus.yml');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace('scrape_timeout: 10s', 'scrape_timeout: 9s'));
  await writeFile(join(folder, 'checked/prometheus/old.yml'), text);
  await writeFile(join(folder, 'checked/prometheus/mine.yml'), 'a: 1\n');
  const drifted = await gen('checked', { check: true });
  expect(drifted.exitCode).toBe(EXIT.findings);
  expect(drifted.output).toMatch(/^ +\d+ - +scrape_timeout: 9s\n +\d+ \+ +scrape_timeout: 10s$/m);
  expect(drifted.output).toContain('prometheus/old.yml: generated once, and no longer; remove it\n');
  expect(drifted.output).not.toContain('mine.yml');
});

test('what is as it should be is not written again', async () => {
  await gen('twice', { what: 'all' });
  expect(await gen('twice', { what: 'all' })).toEqual({ exitCode: EXIT.ok, output: '' });
});

test.each([
  [{ what: 'nagios' }, '"nagios" cannot be generated; what can: all, prometheus'],
  [{ target: '2.42' }, '--target must be such as prometheus=2.42'],
  [{ network: 'moon' }, '--network must be compose or host, not "moon"'],
  [{ webUser: ['admin:secret'] }, '--web-user must be NAME:HASH with a bcrypt hash'],
])('%j is refused with what can be written instead', async (options, message) => {
  await expect(gen('refused', options)).rejects.toMatchObject({
    code: 'TT_USAGE',
    message: expect.stringContaining(message),
  });
});
