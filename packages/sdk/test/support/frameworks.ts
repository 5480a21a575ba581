import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { serve } from '@hono/node-server';
import Router from '@koa/router';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import Koa from 'koa';
import type { HttpHooks } from '@telltale/sdk';
import { onTestFinished } from 'vitest';
import { addressOf, close, listen } from './http-requests.ts';

/** What an application answers: `GET /item/:id` with what `tell` says, `GET /fails` with 500, `GET /slow` never. */
export interface Answers {
  readonly http: HttpHooks;
  /** Called in the handler, after it has waited. */
  readonly tell: () => unknown;
  /** Called when `/slow` is asked. */
  readonly onSlow?: () => void;
}

const FAULT = 'the shelf is empty';

async function told({ tell }: Answers): Promise<string> {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return JSON.stringify(tell());
}

function forEver({ onSlow }: Answers): Promise<never> {
  onSlow?.();
  return new Promise(() => undefined);
}

async function nodeHttp(answers: Answers): Promise<string> {
  const { http } = answers;
  const handler = async (request: IncomingMessage, response: ServerResponse) => {
    const { url = '' } = request;
    if (url.startsWith('/item/')) {
      http.route(request, '/item/:id');
      response.end(await told(answers));
    } else if (url === '/fails') {
      http.route(request, '/fails');
      response.writeHead(500).end();
    } else if (url === '/slow') answers.onSlow?.();
    else response.writeHead(404).end();
  };
  return started(createServer(http.wrap(handler)));
}

async function expressApp(answers: Answers): Promise<string> {
  const app = express();
  app.use(answers.http.express());
  app.get('/item/:id', async (_, response) => void response.send(await told(answers)));
  app.get('/fails', () => {
    throw new Error(FAULT);
  });
  app.get('/slow', () => answers.onSlow?.());
  app.set('env', 'test');
  return started(createServer(app as RequestListener));
}

async function fastifyApp(answers: Answers): Promise<string> {
  const app = fastify({ forceCloseConnections: true });
  app.register(answers.http.fastify);
  app.get('/item/:id', () => told(answers));
  app.get('/fails', async () => {
    throw new TypeError(FAULT);
  });
  app.get('/slow', () => forEver(answers));
  await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(() => app.close());
  return addressOf(app.server);
}

async function koaApp(answers: Answers): Promise<string> {
  const app = new Koa();
  app.silent = true;
  const router = new Router();
  router.get('/item/:id', async (context) => void (context.body = await told(answers)));
  router.get('/fails', () => {
    throw new TypeError(FAULT);
  });
  router.get('/slow', () => forEver(answers));
  app.use(answers.http.koa());
  app.use(router.routes());
  return started(createServer(app.callback()));
}

async function honoApp(answers: Answers): Promise<string> {
  const app = new Hono();
  app.use('*', answers.http.hono());
  app.get('/item/:id', async (context) => context.body(await told(answers)));
  app.get('/fails', () => {
    throw new TypeError(FAULT);
  });
  app.get('/slow', () => forEver(answers));
  app.onError((error, context) => context.text(error.message, 500));
  const server = await new Promise<Server>((resolve) => {
    const made = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(made as Server));
  });
  onTestFinished(() => close(server));
  return addressOf(server);
}

async function started(server: Server): Promise<string> {
  const url = await listen(server);
  onTestFinished(() => close(server));
  return url;
}

/** A way to start an application of each framework; the result is its address. */
export const FRAMEWORKS: readonly (readonly [
  name: string,
  start: (answers: Answers) => Promise<string>,
  tellsErrors: boolean,
])[] = [
  ['node:http', nodeHttp, false],
  ['Express', expressApp, false],
  ['Fastify', fastifyApp, true],
  ['Koa', koaApp, true],
  ['Hono', honoApp, true],
];
