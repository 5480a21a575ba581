import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { resolveDefinition } from '@telltale/definition';
import type { MonitoringDefinition } from '@telltale/definition';
import { parseLogQuery } from '@telltale/model';
import { afterAll, describe, expect, test } from 'vitest';
import { logCode } from './log-code.ts';

const root = resolve(import.meta.dirname, '../../../..');
// Inside the package, so that programs find its sources.
const folder = mkdtempSync(join(import.meta.dirname, '../../test/log-code-'));
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** The code as part of a definition, as the compiler and the definition itself take it. */
async function definitionOf(code: string): Promise<ReturnType<typeof resolveDefinition>> {
  const file = join(folder, 'telltale.config.ts');
  writeFileSync(
    file,
    "import { alert, defineMonitoring, logCounter } from '@telltale/sdk/define';\n\n" +
      `export default defineMonitoring({\nservice: 'shop',\n${code}});\n`,
  );
  const project = {
    extends: join(root, 'tsconfig.base.json'),
    compilerOptions: { noEmit: true, composite: false },
    files: ['telltale.config.ts'],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [compiler, '-p', folder, '--pretty', 'false']);
  const loaded = (await import(file)) as { default: MonitoringDefinition };
  return resolveDefinition(loaded.default);
}

describe('log records as code', () => {
  test('are a metric and an alert on it, which compile and mean the same records', async () => {
    const query = String.raw`refused OR /time'd out after \d+ms/`;
    const filter = 'level:(error OR fatal) service:"pay \'${x}` \\"quoted\\""';
    const title = "Payments aren't taken `${now}`";
    const { logMetrics = [], rules } = await definitionOf(logCode({ query, filter, title }));
    expect(logMetrics).toHaveLength(1);
    expect(logMetrics[0]).toMatchObject({
      name: 'payments_aren_t_taken_now_total',
      labels: { service: 'service' },
      filter: { kind: 'and', filters: [parseLogQuery(query), ...parts(filter)] },
    });
    expect(rules).toContainEqual(
      expect.objectContaining({
        name: 'PaymentsArenTTakenNow',
        query: 'sum by (service) (increase(payments_aren_t_taken_now_total[5m])) > 0',
      }),
    );
  }, 60_000);

  test.each([
    ['', 'log_records_total', 'LogRecords: alert'],
    ['500s of pay', 'log_500s_of_pay_total', 'LogRecords500sOfPay: alert'],
    ['Бум', 'log_records_total', 'LogRecords: alert'],
    ['Errors total', 'errors_total', 'ErrorsTotal: alert'],
  ])('called "%s" count in %s', (title, metric, alert) => {
    const code = logCode({ query: '', filter: '', title });
    expect(code).toContain(`${metric}: logCounter(`);
    expect(code).toContain(alert);
    expect(code).toContain("query: '*'");
  });

  test('are none of what is no query', () => {
    expect(() => logCode({ query: 'level:eror', filter: '', title: 'x' })).toThrow(/is no level/);
  });
});

function parts(text: string) {
  const filter = parseLogQuery(text);
  return filter.kind === 'and' ? filter.filters : [filter];
}
