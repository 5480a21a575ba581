import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXIT } from '../io/command-io.ts';
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

async function gen(out: string) {
  let output = '';
  const io = {
    write: (text: string) => void (output += text),
    writeError: () => {},
    useColor: false,
    cwd: folder,
    env: {},
  };
  return { exitCode: await genCommand({ what: 'prometheus', out }, io), output };
}

test('writes the files and names each', async () => {
  const { exitCode, output } = await gen('out');
  expect(exitCode).toBe(EXIT.ok);
  expect(output).toContain('out/prometheus/prometheus.yml\n');
  expect(await readFile(join(folder, 'out/prometheus/prometheus.yml'), 'utf8')).toContain('127.0.0.1:3000');
});

test('a folder that cannot be written is named, with the way out', async () => {
  await writeFile(join(folder, 'taken'), '');
  await expect(gen('taken')).rejects.toMatchObject({
    code: 'TT_FILE_WRITE',
    message: expect.stringContaining(join(folder, 'taken')),
    fix: expect.stringContaining('--out'),
  });
});
