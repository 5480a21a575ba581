import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadDefinitionAnew } from './load-definition-anew.ts';
import { loadDefinition } from './load-definition.ts';

const definition = (
  limit: string,
) => `import { defineMonitoring, counter, alert, webhook } from '@telltale/definition';
import { HELP } from './help.ts';
export default defineMonitoring({
  service: 'shop',
  metrics: { orders_total: counter({ help: HELP, labels: { kind: { pattern: 'a|b' } } }) },
  targets: { shop: { address: '127.0.0.1:3000' } },
  receivers: { ops: webhook({ url: 'http://127.0.0.1:9/' }) },
  alerts: (m) => ({
    Many: alert({ when: m.orders_total.rate('1m').sum().above(${limit}), onNoData: 'ignore', severity: 'ticket', summary: 'many' }),
  }),
});
`;

async function setUp() {
  // Inside the package, so that the definition finds its imports.
  const folder = await mkdtemp(join(import.meta.dirname, 'anew-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await write('help.ts', "export const HELP = 'first';");
  await write('telltale.config.ts', definition('1'));
  return { folder, write, load: () => loadDefinitionAnew({ cwd: folder, env: {} }) };
}

/** A thread of its own loads the whole engine, on a machine that may be busy. */
const PATIENCE = { timeout: 60_000 };

test(
  'a definition and what it imports are as written now, and nothing is lost on the way',
  PATIENCE,
  async () => {
    const { folder, write, load } = await setUp();
    const first = await load();
    expect(first).toEqual(await loadDefinition({ cwd: folder, env: {} }));
    await write('help.ts', "export const HELP = 'second';");
    await write('telltale.config.ts', definition('5'));
    const { resolved } = await load();
    expect(resolved.rules[0].query).toContain('> 5');
    expect(resolved.metrics[0].help).toBe('second');
  },
);

test.each([
  ['export default 1;', 'TT_DEFINITION_INVALID', 'no definition as its default export'],
  ['process.exit(0);', 'TT_DEFINITION_INVALID', 'ended the program'],
  ['throw new Error("not today");', 'TT_DEFINITION_INVALID', 'not today'],
])('%s is refused as such', PATIENCE, async (text, code, message) => {
  const { write, load } = await setUp();
  await write('telltale.config.ts', text);
  await expect(load()).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
});
