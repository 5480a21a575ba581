import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:net';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { defineMonitoring, websocket } from '@telltale/definition';
import { createRegistry } from '../registry/registry.ts';
import type { Registry } from '../registry/registry.ts';
import { onTestFinished, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { until } from '../../test/support/http-requests.ts';
import { valuesOf } from '../../test/support/registry-view.ts';
import { createWebSocketRecorder } from './websocket-recorder.ts';

const definition = defineMonitoring({ service: 'cad', kits: [websocket()] });

async function setUp() {
  const registry = createRegistry();
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const stop = createWebSocketRecorder(definition, registry).watch(server);
  await once(server, 'listening');
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const open = async () => {
    const client = new WebSocket(`ws://127.0.0.1:${port}`);
    await once(client, 'open');
    return client;
  };
  return { registry, server, open, stop };
}

const active = (registry: Registry) =>
  valuesOf(registry, 'websocket_connections_active')['websocket_connections_active'];

test('connections are counted while they are open, and are zero after close and abort', async () => {
  const { registry, open } = await setUp();
  const clients = await Promise.all([open(), open(), open(), open()]);
  await until(() => active(registry) === 4);
  clients[0].close(1000);
  clients[1].close(4001);
  clients[2].terminate();
  await until(() => active(registry) === 1);
  clients[3].terminate();
  await until(() => active(registry) === 0);
  expect(valuesOf(registry, 'websocket_closes_total')).toEqual({
    'websocket_closes_total{code="1000"}': 1,
    'websocket_closes_total{code="4001"}': 1,
    'websocket_closes_total{code="1006"}': 2,
  });
});

test('messages and bytes are counted by direction', async () => {
  const { registry, server, open } = await setUp();
  server.on('connection', (socket) => {
    socket.on('message', () => socket.send(Buffer.alloc(10)));
  });
  const client = await open();
  const answered = once(client, 'message');
  client.send('grün');
  await answered;
  client.send(Buffer.alloc(100));
  await until(
    () => valuesOf(registry, 'websocket_messages_total')['websocket_messages_total{direction="out"}'] === 2,
  );
  expect(valuesOf(registry, 'websocket_messages_total')['websocket_messages_total{direction="in"}']).toBe(2);
  const bytes = valuesOf(registry, 'websocket_bytes_total');
  expect(bytes['websocket_bytes_total{direction="in"}']).toBe(105);
  expect(bytes['websocket_bytes_total{direction="out"}']).toBe(20);
});

test('what is sent over a closed connection is not counted as sent', async () => {
  const { registry, server, open } = await setUp();
  const accepted = once(server, 'connection');
  const client = await open();
  const [socket] = (await accepted) as [WebSocket];
  client.terminate();
  await until(() => active(registry) === 0);
  const failed = new Promise<unknown>((resolve) => socket.send('late', resolve));
  expect(await failed).toBeInstanceOf(Error);
  expect(valuesOf(registry, 'websocket_messages_total')['websocket_messages_total{direction="out"}']).toBe(0);
});

test('connections that were open before are counted as well, and none after it was stopped', async () => {
  const registry = createRegistry();
  const { server, open, stop } = await setUp();
  await open();
  const stopLate = createWebSocketRecorder(definition, registry).watch(server);
  expect(active(registry)).toBe(1);
  stopLate();
  stop();
  await open();
  expect(active(registry)).toBe(1);
});

test('the sockets of any other server are counted too', async () => {
  const registry = createRegistry();
  const server = createServer();
  createWebSocketRecorder(definition, registry).watch(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await until(() => active(registry) === 1);
  socket.destroy();
  await until(() => active(registry) === 0);
  server.close();
});

test('what a server emits that is no socket does it no harm', () => {
  const registry = createRegistry();
  const server = new EventEmitter();
  createWebSocketRecorder(definition, registry).watch(server);
  server.emit('connection', null);
  server.emit('connection', 'text');
  expect(active(registry)).toBe(0);
});
