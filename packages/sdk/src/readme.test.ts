import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, runProgram } from '../test/support/workspace.ts';

/*
 * The README, as users copy it. The examples of the section "Instrument …" are run as programs, with the import
 * lines in front and a route and requests behind it, and compiled against the framework's own types; the others
 * are run one after the other's definition.
 */
const ROOT = join(import.meta.dirname, '../../..');
const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const [, section] = /## Instrument([\s\S]*?)\n## /.exec(readme) ?? ['', ''];
const examples = codeOf(section);

function codeOf(text: string): string[] {
  return [...text.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);
}

const COMMON = `import { createServer } from 'node:http';
import { instrument } from '@telltale/sdk';
import { defineMonitoring, httpServer } from '@telltale/sdk/define';
const t = instrument(defineMonitoring({ service: 'shop', kits: [httpServer()] }));
`;

const ASK = `
async function ask(url: string): Promise<void> {
  await (await fetch(url + '/item/7')).text();
  const page = await (await fetch(url + '/metrics')).text();
  console.log(page.split('\\n').filter((line) => line.startsWith('http_requests_total')).join());
  process.exit();
}
`;

const LISTENING = `
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  void ask('http://127.0.0.1:' + (typeof address === 'object' ? address?.port : ''));
});
`;

interface Framework {
  readonly mark: string;
  readonly before: string;
  readonly after: string;
  readonly route: string;
}

/** What a program has around the example. */
const FRAMEWORKS: readonly Framework[] = [
  {
    mark: 'express()',
    before: `import express from 'express';\n`,
    after: `app.get('/item/:id', (_, response) => void response.end());\nconst server = createServer(app);${LISTENING}`,
    route: '/item/:id',
  },
  {
    mark: 'fastify()',
    before: `import fastify from 'fastify';\n`,
    after: `app.get('/item/:id', async () => 'ok');\nvoid app.listen({ port: 0, host: '127.0.0.1' }).then(ask);\n`,
    route: '/item/:id',
  },
  { mark: 'createServer(', before: '', after: `server.close();${LISTENING}`, route: 'unmatched' },
  {
    mark: 'new Koa()',
    before: `import Router from '@koa/router';\nimport Koa from 'koa';\n`,
    after: `const router = new Router();
router.get('/item/:id', (context) => void (context.body = 'ok'));
app.use(router.routes());
const server = createServer(app.callback());${LISTENING}`,
    route: '/item/:id',
  },
  {
    mark: 'new Hono()',
    before: `import { serve } from '@hono/node-server';\nimport { Hono } from 'hono';\n`,
    after: `app.get('/item/:id', (context) => context.text('ok'));
serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => void ask('http://127.0.0.1:' + port));
`,
    route: '/item/:id',
  },
];

/** The first example makes `t`; those that go on with it stand behind it. */
const [FIRST = ''] = codeOf(readme);

interface OtherExample {
  readonly mark: string;
  readonly before: string;
  readonly after: string;
  readonly shows: string;
}

const PAGE = `console.log(t.registry.expose());\nprocess.exit();\n`;

/** The examples of the other sections, and what their program says. */
const OTHERS: readonly OtherExample[] = [
  { mark: 'import { createServer }', before: '', after: PAGE, shows: 'orders_total{method="card"} 1\n' },
  { mark: 'new client.Counter', before: '', after: '', shows: 'orders_total{method="card"} 1\n' },
  { mark: 'lookup_seconds', before: '', after: PAGE, shows: 'lookup_seconds_count 1\n' },
  {
    mark: 't.lifecycle.manage',
    before: '',
    after: `
console.log((await t.health.report()).status);
process.kill(process.pid, 'SIGINT');
`,
    shows: 'degraded\nthe queue is closed\n',
  },
  {
    mark: 't.trace(',
    before: '',
    after: `console.log('ids of', t.trace('work', (span) => span.traceId.length));\nprocess.exit();\n`,
    shows: 'ids of 32\n',
  },
  {
    mark: "t.log.event('migration_started'",
    before: '',
    after: 'await t.shutdown();\n',
    shows: '"event":"migration_started","database":"parts.db","tables":5}\n',
  },
  { mark: 'service(MONITORING_CONFIG)', before: '', after: 'process.exit();\n', shows: 'placed 7\n' },
  { mark: 'createApm', before: FIRST, after: PAGE, shows: 'custom_ai_tokens_used_sum 120\n' },
  {
    mark: 'setGlobalMeterProvider',
    before: FIRST,
    after: `metrics.getMeter('shop').createCounter('shop.mails').add(2);\n${PAGE}`,
    shows: 'shop_mails_total 2\n',
  },
  {
    mark: "to: 'pushgateway'",
    before: `${FIRST}
const gateway = createServer((request, response) => {
  console.log(request.method, request.url);
  response.end();
}).listen(9091, '127.0.0.1');
`,
    after: 'await job.shutdown();\nprocess.exit();\n',
    shows: 'PUT /metrics/job/shop\n',
  },
];

let folder: string;
beforeAll(() => {
  // Inside the workspace, so that the packages are found by name.
  folder = mkdtempSync(join(ROOT, 'examples', 'quickstart', '.telltale-readme-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function programOf({ mark, before, after }: Framework): string {
  const example = examples.find((code) => code.includes(mark)) ?? '';
  return before + COMMON + example + ASK + after;
}

describe('the examples of the README', () => {
  test('take three lines at most', () => {
    expect(examples).toHaveLength(FRAMEWORKS.length);
    for (const code of examples) expect(code.trim().split('\n').length).toBeLessThanOrEqual(3);
  });

  test('are all run', () => {
    const marks = [...FRAMEWORKS, ...OTHERS].map(({ mark }) => mark);
    expect(codeOf(readme).filter((code) => !marks.some((mark) => code.includes(mark)))).toEqual([]);
  });

  test.each(OTHERS)('do what they say: $mark', async ({ mark, before, after, shows }) => {
    const example = codeOf(readme).find((code) => code.includes(mark)) ?? '';
    const port = String(await freePort());
    const program = (before + example + after)
      .replaceAll('9091', port)
      .replaceAll('listen(3000)', 'listen(0)');
    const file = join(folder, `other-${OTHERS.findIndex((other) => other.mark === mark)}.ts`);
    writeFileSync(file, program);
    const args = ['--conditions=@telltale/source', '--no-warnings', file];
    const { output } = await runProgram('node', args, { cwd: folder });
    expect(output).toContain(shows);
  });

  test.each(FRAMEWORKS)('record and answer /metrics: $mark', async (framework) => {
    const file = join(folder, `${FRAMEWORKS.indexOf(framework)}.ts`);
    writeFileSync(file, programOf(framework));
    const args = ['--conditions=@telltale/source', '--no-warnings', file];
    const { output } = await runProgram('node', args, { cwd: folder });
    const labels = `method="GET",route="${framework.route}",status_code="200"`;
    expect(output).toBe(`http_requests_total{${labels}} 1\n`);
  });

  test('compile against the types of the frameworks', async () => {
    for (const [i, framework] of FRAMEWORKS.entries()) {
      writeFileSync(join(folder, `${i}.ts`), `${programOf(framework)}export {};\n`);
    }
    const compilerOptions = {
      noEmit: true,
      composite: false,
      declaration: false,
      sourceMap: false,
      // All programs have the same imports.
      noUnusedLocals: false,
      noUnusedParameters: false,
    };
    const config = { extends: join(ROOT, 'tsconfig.base.json'), compilerOptions, include: ['*.ts'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const { output } = await runProgram('tsc', ['-p', folder]);
    expect(output.split('\n').filter((line) => line.includes('.telltale-readme-'))).toEqual([]);
  }, 60_000);
});
