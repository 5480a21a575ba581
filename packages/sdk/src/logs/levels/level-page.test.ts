import { createServer } from 'node:http';
import { defineMonitoring } from '@telltale/definition';
import { describe, expect, onTestFinished, test } from 'vitest';
import { close, listen } from '../../../test/support/http-requests.ts';
import { startLogProgram } from '../../../test/support/log-program.ts';
import { linesOf, startLogs } from '../../../test/support/logs.ts';
import { waitFor } from '../../../test/support/workspace.ts';
import { instrument } from '../../instrument.ts';
import type { LogLevelOptions } from './level-page.ts';
import { createLogLevelEndpoint, logLevelPage } from './level-page.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

async function serve(options: LogLevelOptions = {}) {
  const { log } = startLogs();
  const server = createServer(createLogLevelEndpoint(log, options));
  const url = await listen(server);
  onTestFinished(() => close(server));
  const ask = async (method: string, body?: string, headers: Record<string, string> = JSON_TYPE) => {
    const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
    const text = await response.text();
    return { status: response.status, text, levels: response.ok ? (JSON.parse(text) as unknown) : undefined };
  };
  return { log, ask };
}

describe('PUT /-/log-level', () => {
  test('sets the level of all, of a logger or of a sink while the program runs, and GET shows them', async () => {
    const { log, ask } = await serve();
    expect((await ask('GET')).levels).toEqual({ level: 'info', loggers: {}, sinks: { file: 'info' } });
    expect((await ask('PUT', '{"level":"WARNING"}')).status).toBe(200);
    await ask('PUT', '{"level":"debug","logger":"orders","revertAfter":"10m"}');
    const { levels } = await ask('POST', '{"level":"critical","sink":"file"}');
    expect(levels).toEqual({ level: 'warn', loggers: { orders: 'debug' }, sinks: { file: 'fatal' } });
    expect([log.level, log.named('orders').level]).toEqual(['fatal', 'fatal']);
  });

  test.each([
    ['PUT', '{"level":"loud"}', JSON_TYPE, 400, 'Write a level'],
    ['PUT', 'debug', JSON_TYPE, 400, 'Write JSON'],
    ['PUT', 'null', JSON_TYPE, 400, 'Write a level'],
    ['PUT', '{"level":"debug","revertAfter":"soon"}', JSON_TYPE, 400, 'Write a duration'],
    ['PUT', '{"level":"debug","logger":5}', JSON_TYPE, 400, 'Write names'],
    ['PUT', '{"level":"debug","sink":"tape"}', JSON_TYPE, 404, "no sink 'tape'"],
    ['PUT', `{"level":"debug","logger":"${'x'.repeat(5000)}"}`, JSON_TYPE, 413, 'At most 4096 bytes'],
    ['PUT', '{"level":"debug"}', { 'content-type': 'text/plain' }, 415, 'application/json'],
    ['PUT', '{"level":"debug"}', { ...JSON_TYPE, origin: 'http://evil.test' }, 415, 'not by a page'],
    ['PUT', '{"level":"debug"}', { ...JSON_TYPE, 'x-forwarded-for': '10.0.0.1' }, 403, 'this machine'],
    ['DELETE', undefined, JSON_TYPE, 405, 'GET shows'],
  ] as const)(
    '%s %s with %j is refused with %i and changes nothing',
    async (method, body, headers, status, message) => {
      const { log, ask } = await serve();
      const answer = await ask(method, body, headers);
      expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(message)]);
      expect(log.level).toBe('info');
    },
  );

  test('is for who sends the token, where there is one', async () => {
    const { log, ask } = await serve({ token: 't1' });
    const order = '{"level":"debug"}';
    expect((await ask('PUT', order)).status).toBe(401);
    expect((await ask('GET', undefined, { authorization: 'Bearer t2' })).status).toBe(401);
    const headers = { ...JSON_TYPE, authorization: 'Bearer t1', 'x-forwarded-for': '10.0.0.1' };
    expect((await ask('PUT', order, headers)).status).toBe(200);
    expect(log.level).toBe('debug');
  });

  test('is answered by the hooks of a service that asks for it, and as a request of fetch with a token', async () => {
    const definition = defineMonitoring({
      service: 'shop',
      logs: { sinks: [{ kind: 'console', level: 'fatal' }] },
    });
    const t = instrument(definition, { logLevels: true, aggregate: 'off' });
    const server = createServer(t.http.wrap((_, response) => void response.writeHead(404).end()));
    const url = await listen(server);
    onTestFinished(async () => {
      await close(server);
      await t.shutdown();
    });
    const answer = await fetch(`${url}/-/log-level`, {
      method: 'PUT',
      headers: JSON_TYPE,
      body: '{"level":"debug"}',
    });
    expect(await answer.json()).toMatchObject({ level: 'debug', sinks: { console: 'fatal' } });
    const page = logLevelPage(() => t.log, { token: 't1', path: '/levels' });
    const request = (token: string) =>
      new Request('http://a/levels', { headers: { authorization: `Bearer ${token}` } });
    expect([(await page.respond(request('t1'))).status, (await page.respond(request('t2'))).status]).toEqual([
      200, 401,
    ]);
    expect([page.has('/levels'), page.has('/levels?x'), page.has('/levels2')]).toEqual([true, true, false]);
  });
});

describe('SIGUSR2', () => {
  const CODE = `
    setInterval(() => log.debug('seen'), 5);
    log.info('ready');`;

  test.each([
    ['the definition', { levelSignal: true }, {}],
    ['the environment', {}, { TELLTALE_LOG_SIGNAL: 'on' }],
  ])('switches to debug and back, where %s says so', async (_, declared, env) => {
    const sinks = [{ kind: 'console' as const, format: 'json' as const }];
    const program = startLogProgram({ ...declared, sinks, flushEvery: '0ms' }, CODE, { env });
    await waitFor('its start', () => program.output().includes('ready'));
    program.kill('SIGUSR2');
    await waitFor('debug', () => program.output().includes('seen'));
    program.kill('SIGUSR2');
    await waitFor('the level from before', () => program.output().includes('is info again'));
    program.kill('SIGTERM');
    expect(await program.exit).toBe('SIGTERM');
    const lines = linesOf(program.output()).map(({ message }) => String(message));
    expect(lines.at(-1)).toBe('SIGUSR2: the log level is info again');
  });

  test('ends a program that has not asked for it, as it would without logs', async () => {
    const program = startLogProgram({}, CODE);
    await waitFor('its start', () => program.output().includes('ready'));
    program.kill('SIGUSR2');
    expect(await program.exit).toBe('SIGUSR2');
  });
});
