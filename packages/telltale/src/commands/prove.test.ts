import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandIo } from '../io/command-io.ts';
import { proveCommand } from './prove.ts';
import type { ProveCommandOptions } from './prove.ts';

let folder: string;

const DEFINITION = `import { defineMonitoring, counter, alert, ratio, webhook, promql } from '@telltale/definition';
export default defineMonitoring({
  service: 'shop',
  metrics: { orders_total: counter({ help: 'Orders', labels: { result: ['paid', 'failed'] } }) },
  targets: { shop: { address: '127.0.0.1:3000' } },
  receivers: { ops: webhook({ url: 'http://127.0.0.1:9/never' }) },
  alerts: (m) => ({
    OrdersFail: alert({
      when: ratio(
        m.orders_total.where({ result: 'failed' }).rate('1m').sum(),
        m.orders_total.rate('1m').sum(),
      ).above({ percent: 10 }),
      for: '1m',
      onNoData: 'ignore',
      severity: 'ticket',
      summary: ({ value }) => value + ' of orders fail',
    }),
    ShopDown: alert({ when: m.up('shop').below(1), onNoData: 'ignore', severity: 'ticket', summary: 'down' }),
    Dead: alert({ when: promql\`sum(rate(orders_total{result="lost"}[1m])) > 1\`, onNoData: 'ignore', severity: 'ticket', summary: 'dead' }),
  }),
});
`;

beforeAll(async () => {
  folder = await mkdtemp(join(import.meta.dirname, 'prove-'));
  await writeFile(join(folder, 'telltale.config.ts'), DEFINITION);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function prove(options: ProveCommandOptions, terminal: Partial<CommandIo> = {}) {
  let output = '';
  let errors = '';
  const io = {
    write: (text: string) => void (output += text),
    writeError: (text: string) => void (errors += text),
    useColor: false,
    cwd: folder,
    env: {},
    ...terminal,
  };
  const exitCode = await proveCommand(options, io);
  return { exitCode, output, errors };
}

describe('telltale prove', () => {
  test('shows the way of one alert with milliseconds, and what arrived at the sink', async () => {
    const { exitCode, output } = await prove({ alerts: ['OrdersFail'] });
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^✓ OrdersFail · level 5, accepted by receivers · ticket$/m);
    expect(output).toMatch(/^ {2}3 ✓ survives missed scrapes\s.*ShopDown fires/m);
    expect(output).toMatch(/firing\s+\+1m15s\s+[\d.]+ ms/);
    expect(output).toMatch(/delivered\s+\+1m45s\s+[\d.]+ ms\s+to ops/);
    expect(output).toMatch(/^ops \(webhook\) was told that it fires, \+1m45s$/m);
    expect(output).toContain('"summary": "[DRILL] ');
  });

  test('proves all alerts without a name, as a table, and ends with 1 when one cannot fire', async () => {
    const { exitCode, output } = await prove({}, { columns: 80 });
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^✓ OrdersFail +● ● ● ● ● ● +1m15s +1m45s {2}ops$/m);
    expect(output).toMatch(/^✗ Dead +● ✗ · · · · +– +–$/m);
    expect(output).toMatch(/^ {4}references exist: orders_total\{result="lost"\} matches nothing/m);
    expect(output).toContain('2 of 3 alerts proven to level 5 (accepted by receivers) in ');
    for (const line of output.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test('asks for a lower level where that is enough', async () => {
    expect((await prove({ level: '0' })).exitCode).toBe(0);
    expect((await prove({ level: '1' })).exitCode).toBe(1);
    await expect(prove({ level: '9' })).rejects.toMatchObject({ code: 'TT_USAGE' });
  });

  test('gives the proof as JSON: of one alert, or of all', async () => {
    const one = await prove({ alerts: ['ShopDown'], json: true });
    expect(JSON.parse(one.output)).toMatchObject({ alertName: 'ShopDown', level: 5 });
    const all = await prove({ json: true });
    const levels = (JSON.parse(all.output) as { level: number }[]).map(({ level }) => level);
    expect(levels).toEqual([5, 5, 0]);
  });

  test('writes the report as one page that loads nothing', async () => {
    const { output } = await prove({ html: 'report.html' });
    expect(output).toContain('The report stands in report.html');
    const page = await readFile(join(folder, 'report.html'), 'utf8');
    expect(page).toContain('2 of 3 alerts proven to level 5');
    expect(page).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<link|src=|https?:\/\/(?!127\.0\.0\.1)[^"<\s]*\.(?:js|css)/);
  });

  test('names the alert that was probably meant', async () => {
    await expect(prove({ alerts: ['OrderFail'] })).rejects.toMatchObject({
      code: 'TT_UNKNOWN_ALERT',
      message: expect.stringContaining('Did you mean OrdersFail?'),
      fix: 'Alerts of the definition: OrdersFail, ShopDown, Dead.',
    });
  });

  test('shows what it is at on a terminal, and nothing elsewhere', async () => {
    expect((await prove({}, { showsProgress: true })).errors).toContain('2 of 3: ShopDown');
    expect((await prove({})).errors).toBe('');
  });
});

describe('telltale prove --real', () => {
  test('asks first, and sends nothing without the word', async () => {
    const { exitCode, output, errors } = await prove({ real: true }, { ask: async () => 'yes' });
    expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
    expect(errors).toContain('Receivers of the definition: ops (webhook)');
    expect(errors).toContain('Nothing was sent.');
  });

  test('refuses where nobody can be asked', async () => {
    await expect(prove({ real: true })).rejects.toMatchObject({
      code: 'TT_USAGE',
      fix: 'Add --yes where that is meant.',
    });
  });

  test('tells the receivers of the definition, and reports one that does not answer', async () => {
    const { exitCode, output } = await prove(
      { real: true, alerts: ['ShopDown'] },
      { ask: async () => 'drill' },
    );
    expect(exitCode).toBe(1);
    expect(output).toMatch(/5 ✗ accepted by receivers .*ops did not take the/);
  });
});
