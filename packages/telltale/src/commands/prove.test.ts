import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

async function prove(options: ProveCommandOptions) {
  let output = '';
  const io = {
    write: (text: string) => void (output += text),
    writeError: () => undefined,
    useColor: false,
    cwd: folder,
    env: {},
  };
  const exitCode = await proveCommand(options, io);
  return { exitCode, output };
}

describe('telltale prove', () => {
  test('shows the way of one alert with milliseconds, and what arrived at the sink', async () => {
    const { exitCode, output } = await prove({ alert: 'OrdersFail' });
    expect(exitCode).toBe(0);
    expect(output).toMatch(/^✓ OrdersFail proven/);
    expect(output).toMatch(/firing\s+\+1m15s\s+[\d.]+ ms/);
    expect(output).toMatch(/delivered\s+\+1m45s\s+[\d.]+ ms\s+to ops/);
    expect(output).toContain('summary: [DRILL] ');
  });

  test('proves all alerts without a name, as a table, and ends with 1 when one cannot fire', async () => {
    const { exitCode, output } = await prove({});
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^✓ OrdersFail /m);
    expect(output).toMatch(/^✓ ShopDown /m);
    expect(output).toMatch(
      /^✗ Dead .*label result of orders_total cannot have such a value \(values: paid, failed\)/m,
    );
    expect(output).toContain('2 of 3 alerts proven');
  });

  test('gives the report as JSON', async () => {
    const { output } = await prove({ alert: 'ShopDown', json: true });
    expect(JSON.parse(output)).toMatchObject({ alertName: 'ShopDown', isProven: true, receivers: ['ops'] });
  });

  test('names the alert that was probably meant', async () => {
    await expect(prove({ alert: 'OrderFail' })).rejects.toMatchObject({
      code: 'TT_UNKNOWN_ALERT',
      message: expect.stringContaining('Did you mean OrdersFail?'),
      fix: 'Alerts of the definition: OrdersFail, ShopDown, Dead.',
    });
  });
});
