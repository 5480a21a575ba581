import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startSpanReceiver } from '../../packages/sdk/test/support/span-receiver.ts';
import { runProgram, startProgram, stopProgram } from '../support/program.ts';
import { waitFor } from '../support/wait-for.ts';
import type { Framework, LoggerKind, ModuleKind } from './support/applications.ts';
import { FRAMEWORKS, LOGGERS, applicationOf } from './support/applications.ts';

const IS_LONG = process.env['TELLTALE_TEST_SCALE'] === 'long';
const PACKAGE = `node-${process.platform}-${process.arch}`;
const OLDER_NODE = join(import.meta.dirname, 'node_modules', PACKAGE, 'bin/node');
const SOURCES = ['--conditions=@telltale/source', '--no-warnings'];
const AUTO = [...SOURCES, '--import', '@telltale/sdk/auto'];

/** One that is seen from its server, and those that are changed when they are loaded. */
const SHORT = ['express', 'koa', 'hono'];

interface Combination {
  readonly framework: Framework;
  readonly logger: LoggerKind;
  readonly kind: ModuleKind;
  readonly node: 'Node 22' | 'Node 24';
}

/** All of them in the long run; otherwise three frameworks, each with something else of the rest. */
function combinations(): readonly Combination[] {
  const kinds: readonly ModuleKind[] = ['ES modules', 'CommonJS'];
  const nodes = ['Node 24', 'Node 22'] as const;
  if (!IS_LONG) {
    const seen = FRAMEWORKS.filter(({ name }) => SHORT.includes(name));
    return seen.map((framework, at) => ({
      framework,
      logger: LOGGERS[at % 2],
      kind: kinds[at >> 1],
      node: nodes[(at + 1) % 2],
    }));
  }
  return FRAMEWORKS.flatMap((framework) =>
    kinds.flatMap((kind) =>
      nodes.flatMap((node) => LOGGERS.map((logger) => ({ framework, logger, kind, node }))),
    ),
  );
}

/** A folder inside of the workspace, so that packages are found by name. */
function workspaceFolder(): string {
  const folder = mkdtempSync(join(import.meta.dirname, '.application-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function startApplication({ framework, logger, kind, node }: Combination, env: Record<string, string>) {
  const folder = workspaceFolder();
  const { file, code } = applicationOf(framework, logger, kind);
  writeFileSync(join(folder, file), code);
  const command = node === 'Node 22' ? OLDER_NODE : 'node';
  const program = startProgram(command, [...AUTO, file], {
    cwd: folder,
    env: { TELLTALE_METRICS_PORT: '0', OTEL_BSP_SCHEDULE_DELAY: '50', OTEL_SERVICE_NAME: 'shop', ...env },
  });
  onTestFinished(() => stopProgram(program));
  const port = await waitFor('the application', () => /listening (\d+)/.exec(program.output())?.[1]);
  return { program, url: `http://127.0.0.1:${port}` };
}

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('an application that knows nothing of it, started with --import @telltale/sdk/auto', () => {
  test.for(combinations())(
    '$framework.name, $kind, $node, $logger.name: server spans with their route, log lines with their trace',
    async (one, { skip }) => {
      skip(one.node === 'Node 22' && !existsSync(OLDER_NODE), 'npm run setup:counterparts installs Node 22');
      const { url: endpoint, spans } = await startSpanReceiver();
      const { program, url } = await startApplication(one, {
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${endpoint}/v1/traces`,
      });
      const headers = { traceparent: `00-${TRACE}-${SPAN}-01`, 'x-request-id': 'r-1' };
      const response = await fetch(`${url}/item/7`, { headers });
      expect(await response.text()).toBe('an item');
      expect(response.headers.get('x-request-id')).toBe('r-1');
      const [span] = await waitFor('the span', () => spans.length > 0 && spans);
      const { route } = one.framework;
      expect(span).toMatchObject({
        name: route === undefined ? 'GET' : `GET ${route}`,
        kind: 'server',
        service: 'shop',
        traceId: TRACE,
        parentSpanId: SPAN,
        attributes: { 'http.response.status_code': 200, 'url.path': '/item/7' },
      });
      const line = program
        .output()
        .split('\n')
        .find((text) => text.includes('sold'));
      expect(JSON.parse(line ?? '')).toMatchObject({
        trace_id: TRACE,
        span_id: span.spanId,
        request_id: 'r-1',
      });
      expect(program.output()).not.toMatch(/telltale: (?!the metrics are at)/);
      program.kill('SIGTERM');
      expect(await program.exit).toBe('SIGTERM');
    },
  );

  test.runIf(IS_LONG)('ends at SIGTERM although nobody takes its spans', async () => {
    const [framework] = FRAMEWORKS;
    const combination = { framework, logger: LOGGERS[0], kind: 'ES modules', node: 'Node 24' } as const;
    const nobody = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:9/v1/traces' };
    const { program, url } = await startApplication(combination, nobody);
    await (await fetch(`${url}/item/7`)).text();
    const beganMs = performance.now();
    program.kill('SIGTERM');
    expect(await program.exit).toBe('SIGTERM');
    expect(performance.now() - beganMs).toBeLessThan(10_000);
  });
});

describe('what cannot be seen is told', () => {
  test('a package that was loaded before', async () => {
    const folder = workspaceFolder();
    writeFileSync(join(folder, 'early.mjs'), `import 'koa';\nimport 'hono';\nimport 'winston';`);
    writeFileSync(
      join(folder, 'app.mjs'),
      `import { Hono } from 'hono';\nimport Koa from 'koa';\nnew Hono();\nnew Koa();`,
    );
    const flags = [...SOURCES, '--import', './early.mjs', '--import', '@telltale/sdk/auto'];
    const env = { TELLTALE_METRICS_PORT: '0', OTEL_TRACES_EXPORTER: 'none' };
    const { exit, output } = await runProgram('node', [...flags, 'app.mjs'], { cwd: folder, env });
    expect(exit, output).toBe(0);
    for (const name of ['koa', 'hono', 'winston']) {
      expect(
        output.split('\n').filter((line) => line.startsWith(`telltale: ${name} was loaded before`)),
      ).toHaveLength(1);
    }
  });

  test('being imported by the application, when it is too late for what it imports', async () => {
    const folder = workspaceFolder();
    writeFileSync(join(folder, 'app.mjs'), `import '@telltale/sdk/auto';`);
    const env = { TELLTALE_METRICS_PORT: '0', OTEL_TRACES_EXPORTER: 'none' };
    const { output } = await runProgram('node', [...SOURCES, 'app.mjs'], { cwd: folder, env });
    expect(output).toContain('telltale: imported by the application: start with --import @telltale/sdk/auto');
  });
});
