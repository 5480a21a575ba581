import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import Router from '@koa/router';
import { defineMonitoring, httpServer } from '@telltale/definition';
import express from 'express';
import fastify from 'fastify';
import Koa from 'koa';
import { afterEach, expect, test } from 'vitest';
import { addressOf, ask, close, inFlight, listen, until } from '../../test/support/http-requests.ts';
import { valuesOf } from '../../test/support/registry-view.ts';
import { instrument } from '../instrument.ts';

const definition = defineMonitoring({
  service: 'shop',
  kits: [httpServer({ names: { phases: 'request_phase_duration_seconds' } })],
});

type Instrumented = ReturnType<typeof instrument<typeof definition.metrics>>;

const closing: (() => Promise<unknown>)[] = [];
afterEach(() => Promise.all(closing.splice(0).map((stop) => stop())));

async function serve(server: Server): Promise<string> {
  closing.push(() => close(server));
  return listen(server);
}

/** Sums in milliseconds: of each phase, and of the duration. */
async function phasesOf({ registry }: Instrumented) {
  await until(() => inFlight(registry) === 0);
  const sums = valuesOf(registry, 'request_phase_duration_seconds');
  const phase = (name: string) => sums[`request_phase_duration_seconds_sum{phase="${name}"}`] * 1000;
  const durations = Object.entries(valuesOf(registry, 'http_request_duration_seconds'));
  const total = durations.find(([series]) => series.includes('_sum'))?.[1] ?? 0;
  return {
    middleware: phase('middleware'),
    handler: phase('handler'),
    database: phase('database'),
    total: total * 1000,
  };
}

/** A timer can fire a little early by the clock that durations are measured with. */
const EARLY_MS = 2;

function expectBreakdown(phases: Awaited<ReturnType<typeof phasesOf>>): void {
  const { middleware, handler, database, total } = phases;
  expect(middleware).toBeGreaterThan(10 - EARLY_MS);
  expect(handler).toBeGreaterThan(20 - EARLY_MS);
  expect(database).toBeGreaterThan(40 - EARLY_MS);
  expect(middleware + handler + database).toBeCloseTo(total, 6);
}

/** A handler of 20 ms with two queries of 40 ms that overlap. */
async function work(t: Instrumented): Promise<string> {
  await sleep(20);
  const query = () => t.http.phase('database', () => sleep(40, 'rows'));
  const [rows] = await Promise.all([query(), query()]);
  return rows;
}

test('the phases of a request to Express add up to its duration', async () => {
  const t = instrument(definition);
  const app = express();
  app.use(t.http.express());
  app.use((_request, _response, next) => void setTimeout(next, 10));
  app.get('/work', async (_, response) => void response.send(await work(t)));
  expect((await ask(`${await serve(createServer(app))}/work`)).body).toBe('rows');
  expectBreakdown(await phasesOf(t));
});

test('the phases of a request to Fastify add up to its duration', async () => {
  const t = instrument(definition);
  const app = fastify();
  closing.push(() => app.close());
  app.register(t.http.fastify);
  app.addHook('preValidation', () => sleep(10));
  app.get('/work', () => work(t));
  await app.listen({ port: 0, host: '127.0.0.1' });
  expect((await ask(`${addressOf(app.server)}/work`)).body).toBe('rows');
  expectBreakdown(await phasesOf(t));
});

test('the phases of a request to Koa add up to its duration', async () => {
  const t = instrument(definition);
  const router = new Router();
  router.get('/work', async (context) => void (context.body = await work(t)));
  const app = new Koa();
  app.use(t.http.koa());
  app.use(async (_, next) => {
    await sleep(10);
    await next();
  });
  app.use(router.routes());
  expect((await ask(`${await serve(createServer(app.callback()))}/work`)).body).toBe('rows');
  expectBreakdown(await phasesOf(t));
});

test('what is not the database of a plain handler is the handler', async () => {
  const t = instrument(definition);
  const handler = t.http.wrap(async (_, response) => {
    response.end(await work(t));
  });
  await ask(await serve(createServer(handler)));
  const { middleware, handler: handlerMs, database, total } = await phasesOf(t);
  expect(middleware).toBe(0);
  expect(database).toBeGreaterThan(40 - EARLY_MS);
  expect(handlerMs + database).toBeCloseTo(total, 6);
});

test('a phase of another asynchronous context is given its request, and the handler can be told', async () => {
  const t = instrument(definition);
  const queue: (() => void)[] = [];
  const timer = setInterval(() => queue.shift()?.(), 5);
  closing.push(async () => clearInterval(timer));
  const handler = t.http.wrap(async (request, response) => {
    await sleep(10);
    t.http.phase('handler', () => {
      queue.push(() => {
        void t.http.phase('database', () => sleep(40), request).then(() => response.end());
      });
    });
  });
  await ask(await serve(createServer(handler)));
  const { middleware, handler: handlerMs, database, total } = await phasesOf(t);
  expect(middleware).toBeGreaterThan(10 - EARLY_MS);
  expect(database).toBeGreaterThan(40 - EARLY_MS);
  expect(middleware + handlerMs + database).toBeCloseTo(total, 6);
});

test('a phase gives back what its task returns or throws, with and without phases in the kit', async () => {
  for (const kit of [httpServer(), httpServer({ names: { phases: true } })]) {
    const t = instrument(defineMonitoring({ service: 'shop', kits: [kit] }));
    expect(t.http.phase('database', () => 7)).toBe(7);
    const outcomes: unknown[] = [];
    const handler = t.http.wrap(async (_, response) => {
      outcomes.push(t.http.phase('database', () => 8));
      const lost = () => t.http.phase('database', () => Promise.reject(new Error('lost')));
      outcomes.push(await lost().catch((error: Error) => error.message));
      try {
        t.http.phase('database', () => {
          throw new Error('at once');
        });
      } catch (error) {
        outcomes.push(String(error));
      }
      response.end();
    });
    await ask(await serve(createServer(handler)));
    expect(outcomes).toEqual([8, 'lost', 'Error: at once']);
  }
});
