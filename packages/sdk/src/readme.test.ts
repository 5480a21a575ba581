import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runProgram } from '../test/support/workspace.ts';

/*
 * The section "Instrument …" of the README, as users copy it: each example is run as a program, with the
 * import lines in front and a route and requests behind it, and compiled against the framework's own types.
 */
const ROOT = join(import.meta.dirname, '../../..');
const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const section = readme.slice(readme.indexOf('## Instrument'), readme.indexOf('## Files'));
const examples = [...section.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code]) => code);

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
