import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { serve as serveHono } from '@hono/node-server';
import type { Empty, HealthDeclaration } from '@telltale/definition';
import { defineMonitoring, healthChecks, httpServer } from '@telltale/definition';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Telemetry } from '../instrument.ts';
import { instrument } from '../instrument.ts';
import { addressOf, close, listen } from '../../test/support/http-requests.ts';
import { diagnosticsOf, valuesOf } from '../../test/support/registry-view.ts';
import { temporaryFolder } from '../../test/support/workspace.ts';
import { checks } from './checks/checks.ts';
import type { HealthBody } from './health-body.ts';

type Service = Pick<
  Telemetry<Empty>,
  'health' | 'http' | 'ready' | 'registry' | 'serve' | 'shutdown' | 'lifecycle'
>;

/** A service whose probes are at short paths. */
function service(health: HealthDeclaration = {}): Service {
  const paths = { live: '/live', ready: '/ready', startup: '/startup' };
  const definition = defineMonitoring({
    service: 'gateway',
    kits: [httpServer(), healthChecks()],
    health: { paths, drainDelay: '0s', cache: '0s', ...health },
  });
  const t = instrument(definition);
  onTestFinished(() => t.shutdown());
  return t;
}

async function serverOf(t: Service): Promise<string> {
  const server = createServer(t.http.wrap((_, response) => response.end('application')));
  onTestFinished(() => close(server));
  return listen(server);
}

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: HealthBody;
}

async function get(url: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === '' ? {} : JSON.parse(text) };
}

const fails = () => Promise.reject(new Error('refused by postgres://app:hunter2@db'));

describe('GET /health', () => {
  beforeEach(() => {
    delete process.env['APP_VERSION'];
  });

  test('has exactly status, timestamp, version, uptime and services, and is never kept in a cache', async () => {
    const t = service({ checks: ['database', 'redis', 'storage'] });
    t.health.add('database', () => undefined);
    t.health.add('redis', fails);
    t.health.add('storage', () => false);
    const { status, headers, body } = await get(`${await serverOf(t)}/health`);
    expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
      503,
      'application/json; charset=utf-8',
      'no-store',
    ]);
    expect(Object.keys(body)).toEqual(['status', 'timestamp', 'version', 'uptime', 'services']);
    expect(body).toEqual({
      status: 'unhealthy',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      version: '1.0.0',
      uptime: expect.closeTo(process.uptime(), 0),
      services: { database: 'connected', redis: 'disconnected', storage: 'disconnected' },
    });
    t.health.add('redis', () => undefined);
    t.health.add('storage', () => true);
    process.env['APP_VERSION'] = '2.3.4';
    const healed = await get(`${await serverOf(t)}/health`);
    expect([healed.status, healed.body.status, healed.body.version]).toEqual([200, 'healthy', '2.3.4']);
  });

  test('is degraded, and still 200, where only checks fail that the service can do without', async () => {
    const t = service({ checks: { mail: { critical: false }, database: {} } });
    t.health.add('database', () => undefined);
    t.health.add('mail', fails);
    const { status, body } = await get(`${await serverOf(t)}/health`);
    expect([status, body.status, body.services]).toEqual([
      200,
      'degraded',
      { mail: 'disconnected', database: 'connected' },
    ]);
  });

  test('answers HEAD without a body, and nothing but GET and HEAD', async () => {
    const url = `${await serverOf(service())}/health`;
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, await head.text(), Number(head.headers.get('content-length')) > 50]).toEqual([
      200,
      '',
      true,
    ]);
    const post = await fetch(url, { method: 'POST', body: 'x' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  test('tells details only to this machine and only if it asks, without secrets', async () => {
    const t = service();
    t.health.add('database', fails);
    const url = await serverOf(t);
    const { body } = await get(`${url}/health?verbose`);
    expect(body.checks).toEqual({
      database: {
        status: 'failed',
        critical: true,
        checkedAt: expect.any(String),
        durationMs: expect.any(Number),
        error: 'refused by postgres://__redacted__@db',
      },
    });
    expect((await get(`${url}/health`)).body.checks).toBeUndefined();
    const forwarded = await get(`${url}/health?verbose`, { headers: { 'x-forwarded-for': '10.0.0.1' } });
    expect(forwarded.body.checks).toBeUndefined();
  });

  test.each<['always' | 'never', boolean]>([
    ['always', true],
    ['never', false],
  ])('tells details %s where the definition says so', async (details, areTold) => {
    const t = service({ details });
    t.health.add('database', () => undefined);
    const headers = { 'x-forwarded-for': '10.0.0.1' };
    const { body } = await get(`${await serverOf(t)}/health?verbose`, { headers });
    expect(body.checks !== undefined).toBe(areTold);
  });

  test('answers within the time of its checks, however long one hangs', async () => {
    const t = service({ timeout: '100ms' });
    t.health.add('database', () => new Promise(() => undefined));
    t.health.add('redis', () => undefined);
    const startMs = performance.now();
    const { status, body } = await get(`${await serverOf(t)}/health`);
    expect(performance.now() - startMs).toBeLessThan(3000);
    expect([status, body.services]).toEqual([503, { database: 'disconnected', redis: 'connected' }]);
  });
});

describe('the probes', () => {
  test('liveness asks no dependency, readiness does', async () => {
    const t = service();
    t.ready();
    t.health.add('database', fails);
    const url = await serverOf(t);
    const [live, ready] = [await get(`${url}/live`), await get(`${url}/ready`)];
    expect([live.status, live.body.services]).toEqual([200, {}]);
    expect([ready.status, ready.body.services]).toEqual([503, { database: 'disconnected' }]);
  });

  test('startup is 503 until the program says that it is ready, and readiness with it', async () => {
    const t = service();
    const url = await serverOf(t);
    const statuses = async () => {
      const answers = await Promise.all(
        ['/startup', '/ready', '/live', '/health'].map((path) => get(url + path)),
      );
      return answers.map(({ status }) => status);
    };
    expect(await statuses()).toEqual([503, 503, 200, 200]);
    expect((await get(`${url}/ready`)).body.reason).toBe('starting');
    t.ready();
    expect(await statuses()).toEqual([200, 200, 200, 200]);
  });

  test('startup passes with the first success of all checks where the definition says so, and stays', async () => {
    const t = service({ startup: 'checks' });
    let isThere = false;
    t.health.add('database', () => isThere);
    const url = await serverOf(t);
    expect([(await get(`${url}/startup`)).status, (await get(`${url}/ready`)).status]).toEqual([503, 503]);
    isThere = true;
    expect([(await get(`${url}/startup`)).status, (await get(`${url}/ready`)).status]).toEqual([200, 200]);
    isThere = false;
    expect([(await get(`${url}/startup`)).status, (await get(`${url}/ready`)).status]).toEqual([200, 503]);
  });

  test('a check is asked by the probes that it names', async () => {
    const t = service({ checks: { migrations: { probes: ['startup'] }, deadlock: { probes: ['live'] } } });
    t.ready();
    let isMigrated = false;
    t.health.add('migrations', () => isMigrated);
    t.health.add('deadlock', () => false);
    const url = await serverOf(t);
    expect((await get(`${url}/startup`)).status).toBe(503);
    isMigrated = true;
    const answers = await Promise.all(['/startup', '/ready', '/live'].map((path) => get(url + path)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 503]);
  });

  test('a declared check that nothing is bound to fails, and it is told', async () => {
    const t = service({ checks: ['database'] });
    t.ready();
    const { status, body } = await get(`${await serverOf(t)}/ready?verbose`);
    expect([status, body.checks?.['database'].error]).toEqual([
      503,
      "nothing is bound to the check: t.health.add('database', …)",
    ]);
    const told = diagnosticsOf(t.registry).filter(({ kind }) => kind === 'health_check_missing');
    expect(told).toHaveLength(1);
    const remove = t.health.add('database', () => undefined);
    expect((await t.health.report('ready')).status).toBe('healthy');
    remove();
    expect((await t.health.report('ready')).status).toBe('unhealthy');
  });

  test('readiness is 503 as soon as the service ends, liveness is not', async () => {
    const t = service();
    t.ready();
    const url = await serverOf(t);
    await t.shutdown();
    const [live, ready] = [await get(`${url}/live`), await get(`${url}/ready`)];
    expect([live.status, ready.status, ready.body.reason]).toEqual([200, 503, 'ending']);
  });

  test('names of checks may be what means something to JavaScript', async () => {
    const t = service();
    for (const name of ['__proto__', 'constructor', '"', '']) t.health.add(name, () => false);
    const response = await fetch(`${await serverOf(t)}/health`);
    expect(await response.text()).toContain(
      '"services":{"__proto__":"disconnected","constructor":"disconnected","\\"":"disconnected","":"disconnected"}',
    );
  });
});

describe('every hook answers the probes and counts none of them', () => {
  const ANSWER = 'application';
  const servers: Record<string, (t: Service) => Promise<string>> = {
    'node:http': serverOf,
    attach: async (t) => {
      const server = createServer((_, response) => response.end(ANSWER));
      t.http.attach(server);
      onTestFinished(() => close(server));
      return listen(server);
    },
    Express: async (t) => {
      const app = express();
      app.use(t.http.express());
      app.use((_, response) => void response.send(ANSWER));
      const server = createServer(app);
      onTestFinished(() => close(server));
      return listen(server);
    },
    Fastify: async (t) => {
      const app = fastify();
      app.register(t.http.fastify);
      app.get('/', async () => ANSWER);
      onTestFinished(async () => app.close());
      return app.listen({ port: 0, host: '127.0.0.1' });
    },
    Koa: async (t) => {
      const app = new Koa();
      app.use(t.http.koa());
      app.use((context) => void (context.body = ANSWER));
      const server = createServer((request, response) => void app.callback()(request, response));
      onTestFinished(() => close(server));
      return listen(server);
    },
    Hono: async (t) => {
      const app = new Hono();
      app.use('*', t.http.hono());
      app.get('/', (context) => context.text(ANSWER));
      const server = serveHono({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
      await new Promise((resolve) => server.once('listening', resolve));
      onTestFinished(() => void server.close());
      return addressOf(server);
    },
    'without hooks': async (t) => {
      const server = createServer((request, response) => {
        if (!t.health.answer(request, response)) response.end(ANSWER);
      });
      onTestFinished(() => close(server));
      return listen(server);
    },
    'the metrics server': async (t) => new URL((await t.serve({ port: 0 })).url ?? '').origin,
    'a port of its own': async (t) => new URL((await t.health.serve({ port: 0 })).url ?? '').origin,
  };

  test.each(Object.entries(servers))('%s', async (_, start) => {
    const t = service();
    t.ready();
    t.health.add('database', fails);
    const url = await start(t);
    const paths = ['/health', '/ready', '/live', '/startup', '/live?x=1'];
    const answers = await Promise.all(paths.map((path) => get(url + path)));
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200, 200, 200]);
    expect(answers[0].body.services).toEqual({ database: 'disconnected' });
    expect(await (await fetch(`${url}/livefoo`)).text()).not.toContain('uptime');
    const counted = Object.keys(valuesOf(t.registry, 'http_requests_total')).join();
    expect(counted).not.toMatch(/health|ready|startup|503/);
  });

  test('a service without health in its definition keeps its own paths until it adds a check', async () => {
    const t = instrument(defineMonitoring({ service: 'shop' }));
    onTestFinished(() => t.shutdown());
    const url = await serverOf(t);
    expect(await (await fetch(`${url}/health`)).text()).toBe('application');
    t.health.add('database', () => undefined);
    expect((await get(`${url}/health`)).body.services).toEqual({ database: 'connected' });
  });

  test('a busy port is told of and ends nothing', async () => {
    const t = service();
    const busy = createServer();
    const { port } = new URL(await listen(busy));
    onTestFinished(() => close(busy));
    const { url } = await t.health.serve({ port: Number(port) });
    expect(url).toBeUndefined();
    expect(
      diagnosticsOf(t.registry)
        .map(({ message }) => message)
        .join(),
    ).toContain('health cannot be served on');
  });
});

describe('health as metrics', () => {
  test('{service}_health_status flips to 0 when a check fails, and back', async () => {
    const definition = defineMonitoring({
      service: 'enrichment_service',
      kits: [healthChecks({ prefix: 'enrichment_service' })],
      health: { cache: '0s' },
    });
    const t = instrument(definition);
    onTestFinished(() => t.shutdown());
    let isThere = true;
    t.health.add('database', () => isThere);
    t.health.add('mail', () => false, { critical: false });
    const { url = '' } = await t.serve({ port: 0 });
    const page = async () => (await fetch(url)).text();
    expect(await page()).toContain('\nenrichment_service_health_status 1\n');
    isThere = false;
    const ill = await page();
    expect(ill).toContain('\nenrichment_service_health_status 0\n');
    expect(ill).toContain('\nenrichment_service_health_check_status{check="database"} 0\n');
    expect(ill).toContain(
      '\nenrichment_service_health_state{enrichment_service_health_state="unhealthy"} 1\n',
    );
    expect(ill).toContain('\nenrichment_service_health_check_duration_seconds_count{check="database"} 2\n');
    isThere = true;
    const healed = await page();
    expect(healed).toContain('\nenrichment_service_health_status 1\n');
    expect(healed).toContain(
      '\nenrichment_service_health_state{enrichment_service_health_state="degraded"} 1\n',
    );
    expect(healed).toContain('\nenrichment_service_health_check_status{check="mail"} 0\n');
  });
});

describe('two services that check each other', () => {
  /** Serves the health of one that is bound later. */
  async function serviceAt(): Promise<{ t: Service; url: string; asked: () => number }> {
    const t = service({ timeout: '2s' });
    let count = 0;
    const server = createServer(
      t.http.wrap((request: IncomingMessage, response) => {
        response.end(request.url);
      }),
    );
    server.on('request', () => count++);
    onTestFinished(() => close(server));
    return { t, url: await listen(server), asked: () => count };
  }

  test('do not wait for each other, and are not ill for ever once one was', async () => {
    const [a, b] = [await serviceAt(), await serviceAt()];
    let isFine = true;
    a.t.health.add('own', () => isFine);
    a.t.health.add('b', checks.http(`${b.url}/health`));
    b.t.health.add('a', checks.http(`${a.url}/health`));
    const both = async () => {
      const answers = await Promise.all([get(`${a.url}/health`), get(`${b.url}/health`)]);
      return answers.map(({ body }) => body.services);
    };
    expect(await both()).toEqual([{ own: 'connected', b: 'connected' }, { a: 'connected' }]);
    isFine = false;
    expect(await both()).toEqual([{ own: 'disconnected', b: 'connected' }, { a: 'disconnected' }]);
    isFine = true;
    expect(await both()).toEqual([{ own: 'connected', b: 'connected' }, { a: 'connected' }]);
    // Three rounds: one question of ours and one of the other service each.
    expect([a.asked(), b.asked()]).toEqual([6, 6]);
  });
});

describe('health in the logs', () => {
  test('a check that fails is logged once, and once when it passes again', async () => {
    const path = `${temporaryFolder()}/app.log`;
    const logs = { sinks: [{ kind: 'file', path }] } as const;
    const t = instrument(defineMonitoring({ service: 'gateway', health: { cache: '0s' }, logs }));
    let isThere = true;
    t.health.add('database', () => {
      if (!isThere) throw new Error('refused by postgres://app:hunter2@db');
    });
    for (const there of [true, true, false, false, true, true]) {
      isThere = there;
      await t.health.report();
    }
    await t.shutdown();
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(
      told.map(({ level, logger, message, check, error }) => [level, logger, message, check, error]),
    ).toEqual([
      ['warn', 'health', 'health check failed', 'database', 'refused by postgres://__redacted__@db'],
      ['info', 'health', 'health check passes again', 'database', undefined],
    ]);
  });
});
