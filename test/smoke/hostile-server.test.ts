import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ROOT } from '../support/program.ts';
import { telltaleHere } from '../support/telltale-here.ts';

const DEFINITION = join(ROOT, 'packages/telltale/test/fixtures/documented');
/** Clears a terminal, and begins a command of GitHub. */
const EVIL = '\u001B[2J\u0007\n::error::evil\r\u009B31m';

async function listening(server: Server): Promise<string> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function smoke(url: string, ...args: readonly string[]) {
  return telltaleHere(['smoke', '--url', url, ...args], { cwd: DEFINITION });
}

/** Says that all is there, in evil words. */
const evilAnswers: RequestListener = ({ url = '' }, response) => {
  if (!url.startsWith('/api/v1/')) return void response.end();
  const labels = { job: EVIL, instance: EVIL, __name__: EVIL };
  const data = {
    activeTargets: [
      { labels: { job: 'shop', instance: EVIL }, scrapeUrl: EVIL, health: 'down', lastError: EVIL },
    ],
    groups: [
      {
        name: 'shop',
        rules: [{ type: 'alerting', name: EVIL, query: EVIL, health: 'err', lastError: EVIL }],
      },
    ],
    resultType: 'vector',
    result: [{ metric: labels, value: [0, EVIL] }],
  };
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ status: 'success', data }));
};

test('what a server says cannot take over the terminal', async () => {
  const url = await listening(createServer(evilAnswers));
  const { exit, output } = await smoke(url);
  expect(exit).toBe(1);
  // eslint-disable-next-line no-control-regex
  expect(output).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f]/);
  expect(output).not.toMatch(/^\s*::/m);
});

test.each([
  ['nothing', '{}'],
  ['a list', '[]'],
  ['text', 'welcome'],
  ['success without data', '{"status":"success"}'],
  ['data of other kinds', '{"status":"success","data":{"activeTargets":7,"groups":[null,7],"result":"x"}}'],
])('a server that answers %s is told of, step by step', async (_what, body) => {
  const url = await listening(createServer((_request, response) => void response.end(body)));
  const { exit, output } = await smoke(url, '--skip', 'alert-path', '--json');
  expect(exit).toBe(1);
  const { steps } = JSON.parse(output) as { steps: { id: string; outcome: string }[] };
  expect(steps.find(({ id }) => id === 'targets')?.outcome).toBe('failed');
});

test('a server that never answers is named, and nothing else is tried at it', async () => {
  const url = await listening(createTcpServer(() => undefined));
  const { exit, output } = await smoke(url, '--skip', 'health,backing');
  expect(exit).toBe(1);
  expect(output).toContain('✗ The server runs and answers');
  expect(output).toContain('no answer within 10 s');
  expect(output).toContain('Not well: server;');
});
