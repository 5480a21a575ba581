/*
 * A service that ends in order, with a framework by argument. It prints its port and what happens at its end, so that
 * tests see it from outside.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { instrument } from '@telltale/sdk';
import type { DrainableServer, ServerApplication } from '@telltale/sdk';
import type { HealthDeclaration } from '@telltale/sdk/define';
import { defineMonitoring, httpServer } from '@telltale/sdk/define';
import express from 'express';
import fastify from 'fastify';
import { WebSocketServer } from 'ws';

const [, , kind, health = '{}'] = process.argv;
const sections = JSON.parse(health) as HealthDeclaration;
const definition = defineMonitoring({ service: 'ending', kits: [httpServer()], health: sections });
const t = instrument(definition);

const tell = (line: string) => process.stdout.write(`${line}\n`);

/** `/slow?ms=100` takes its time; `/stream` begins its answer at once. */
async function answer({ url = '/' }: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (pathname === '/stream') response.write('begun ');
  if (pathname !== '/') {
    tell(`answering ${pathname}`);
    await sleep(Number(searchParams.get('ms')));
  }
  response.end('done');
}

const starts: Record<string, () => Promise<{ target: DrainableServer | ServerApplication; port: number }>> = {
  http: async () =>
    listening(createServer(t.http.wrap((request, response) => void answer(request, response)))),
  http2: async () => {
    const server = createHttp2Server();
    server.on('request', (_, response) => void sleep(300).then(() => response.end('done')));
    server.on('stream', () => tell('answering /'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return { target: server, port: (server.address() as AddressInfo).port };
  },
  express: async () => {
    const app = express();
    app.use(t.http.express());
    app.use((request, response) => void answer(request, response));
    return listening(createServer(app));
  },
  fastify: async () => {
    const app = fastify();
    app.register(t.http.fastify);
    app.get('/', async () => 'done');
    app.addHook('onClose', () => void tell('fastify is closed'));
    await app.listen({ port: 0, host: '127.0.0.1' });
    return { target: app, port: (app.server.address() as AddressInfo).port };
  },
};

async function listening(server: Server): Promise<{ target: Server; port: number }> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { target: server, port: (server.address() as AddressInfo).port };
}

const { target, port } = await starts[kind]();
const websockets = kind === 'http' ? new WebSocketServer({ server: target as Server }) : undefined;
t.lifecycle.manage(target, websockets && { websockets });
t.lifecycle.signal.addEventListener('abort', () => tell('ending'));
t.lifecycle.onShutdown('database', () => tell('database is closed'));
t.lifecycle.onShutdown('queue', () => tell('queue is closed'));
if (process.env['HANGING'] !== undefined)
  t.lifecycle.onShutdown('hanging task', () => new Promise(() => undefined), { timeoutMs: 60_000 });
t.ready();
tell(`port ${port}`);
