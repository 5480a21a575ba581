import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { startSpanReceiver } from '../../test/support/span-receiver.ts';
import { ROOT, freePort, runProgram, temporaryFolder } from '../../test/support/workspace.ts';

const SLOW_START = { timeout: 30_000 };

/** As it stands in the guide of the framework. */
const CONFIG = `const MONITORING_CONFIG = {
  logging: { level: 'INFO', format: 'structured', outputs: ['console', 'file'], correlation: true },
  metrics: { collectors: ['prometheus'], interval: 10, exporters: ['http'] },
  tracing: { enabled: true, sampler: SAMPLER, exporter: 'jaeger' },
};`;

/** Runs a program in a folder of its own, with the packages of the workspace; it ends by itself. */
async function run(code: string, env: Record<string, string>) {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'package.json'), '{ "name": "orders", "version": "1.2.3", "type": "module" }');
  const index = JSON.stringify(join(ROOT, 'packages/sdk/src/index.ts'));
  writeFileSync(join(folder, 'main.mjs'), code.replaceAll(/['"]@telltale\/sdk['"]/g, index));
  const flags = ['--conditions=@telltale/source', '--no-warnings'];
  const { exit, output } = await runProgram('node', [...flags, 'main.mjs'], { cwd: folder, env });
  return { exit, output, folder };
}

function jsonLines(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('a class with the configuration of a service framework', SLOW_START, () => {
  test('needs nothing else: a call is a line with its trace on the console and in the file, a sample, and a span', async () => {
    const { url, spans } = await startSpanReceiver();
    const port = await freePort();
    const program = `import { service } from '@telltale/sdk';
${CONFIG.replace('SAMPLER', '1')}
class MonitoredService {
  async operation() { return 'done'; }
}
const Observed = service(MONITORING_CONFIG)(MonitoredService);
const Same = service({ ...MONITORING_CONFIG, name: 'Other' })(class { work() {} });
await new Observed().operation();
new Same().work();
for (;;) {
  const page = await fetch('http://127.0.0.1:${port}/metrics').then((response) => response.text(), () => '');
  if (page === '') { await new Promise((resolve) => setTimeout(resolve, 20)); continue; }
  console.log(page);
  break;
}`;
    const { exit, output, folder } = await run(program, {
      TELLTALE_METRICS_PORT: String(port),
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${url}/v1/traces`,
    });
    expect(exit, output).toBe(0);
    // Those of its own requests are spans, too.
    const calls = spans.filter(({ kind }) => kind === 'internal');
    const [span] = calls;
    expect(calls).toMatchObject([
      { name: 'MonitoredService.operation', service: 'orders', resource: { 'service.version': '1.2.3' } },
      { name: 'Other.work' },
    ]);
    const lines = [jsonLines(output), jsonLines(readFileSync(join(folder, 'logs/service.log'), 'utf8'))];
    for (const records of lines) {
      const ofOperation = records.filter(({ method }) => method === 'operation');
      expect(ofOperation).toMatchObject([
        { class: 'MonitoredService', trace_id: span.traceId, span_id: span.spanId },
      ]);
    }
    expect(output).toContain(
      'requests_total{class="MonitoredService",method="operation",status="success"} 1\n',
    );
    expect(output).toContain('response_time_seconds_count{class="MonitoredService",method="operation"} 1\n');
    expect(output).toContain("telltale: tracing.exporter: Jaeger's own protocol is gone");
  });

  test('its sampler is the share that is sent to Jaeger; errors are sent whatever it is', async () => {
    const { url, spans } = await startSpanReceiver();
    const program = `import { service } from '@telltale/sdk';
${CONFIG.replace('SAMPLER', '0.1')}
MONITORING_CONFIG.logging.level = 'CRITICAL';
class Orders {
  place() {}
  fail() { throw new Error('no'); }
}
const orders = new (service({ monitoring: MONITORING_CONFIG })(Orders))();
for (let i = 0; i < 1000; i++) orders.place();
try { orders.fail(); } catch {}`;
    const { exit, output } = await run(program, {
      TELLTALE_METRICS_PORT: '0',
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${url}/v1/traces`,
    });
    expect(exit, output).toBe(0);
    const placed = spans.filter(({ name }) => name === 'Orders.place');
    expect(placed.length).toBeGreaterThan(50);
    expect(placed.length).toBeLessThan(160);
    expect(spans.filter(({ name }) => name === 'Orders.fail')).toHaveLength(1);
  });
});

test(
  'bare decorators record with the service that was instrumented, or with one of their own',
  SLOW_START,
  async () => {
    const source = `import { instrument, observe, observed, service } from '@telltale/sdk';
@service
class Alone { work() {} }
new Alone().work();
const t = instrument(definition);
@service
class Later {
  work() { return observe('inner', () => 1); }
}
new Later().work();
class Single { @observed one() {} }
new Single().one();
console.log('own', t.registry.expose().split('\\n').filter((line) => line.startsWith('method_calls_total') && !line.endsWith(' 0')).join(' '));
process.exit();`;
    const { code } = await transform(source, {
      loader: 'ts',
      target: 'es2022',
    });
    const define = JSON.stringify(join(ROOT, 'packages/sdk/src/define.ts'));
    const program = `import { defineMonitoring, methods } from ${define};
const definition = defineMonitoring({ service: 'shop', kits: [methods()] });
${code}`;
    const { output } = await run(program, {
      TELLTALE_METRICS_PORT: '0',
      OTEL_SDK_DISABLED: 'true',
      LOG_LEVEL: 'error',
    });
    const own = output.split('\n').find((line) => line.startsWith('own')) ?? output;
    expect(own).toContain('class="Later",method="work",status="success"} 1');
    expect(own).toContain('class="function",method="inner",status="success"} 1');
    expect(own).toContain('class="Single",method="one",status="success"} 1');
    expect(own).not.toContain('Alone');
  },
);
