import { readFileSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { rawRequest, statusOf } from './raw-request.ts';
import type { Exposed, ExposedPorts } from './start-exposed.ts';
import { startExposed } from './start-exposed.ts';

const MEBIBYTE = 1024 * 1024;
/** Files that this process needs for itself. */
const OTHER_FILES = 500;
const IDLE_SOCKETS = Math.min(10_000, openFilesLimit() - OTHER_FILES);
/** So many that nobody has all connections: loopback is a network of many addresses. */
const ADDRESSES = ['127.0.1.1', '127.0.1.2', '127.0.1.3'];
const HTTP_PORTS = ['station', 'otlpHttp', 'metrics'] as const;
/** The longest a connection stays that says nothing, or ever so little, with time for a busy machine. */
const END_PATIENCE_MS = 45_000;

/* One process serves all tests of this file: whatever one of them does to it, the next ones would see. */
const folder = suiteFolder();
let exposed: Exposed;

beforeAll(async () => {
  exposed = await startExposed({ dataFolder: folder.path });
});
afterAll(async () => {
  expect(await exposed?.stop()).toBe('');
});

/** As many files as one process of this machine may open. */
function openFilesLimit(): number {
  const limits = readFileSync('/proc/self/limits', 'utf8');
  return Number(/^Max open files +(\d+)/m.exec(limits)?.[1] ?? 1024);
}

/** Opens connections and waits until they are there, or were closed again. */
async function open(port: number, count: number): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  const isSettled = ({ connecting }: Socket) => !connecting;
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  for (let i = 0; i < count; i++) {
    const localAddress = ADDRESSES[i % ADDRESSES.length];
    sockets.push(connect({ port, host: '127.0.0.1', localAddress }).on('error', () => {}));
    // The queue of those that want to connect is short.
    if (i % 200 === 199) await waitFor('sockets to connect', () => sockets.slice(-200).every(isSettled));
  }
  return sockets;
}

/** Connections whose queue was full are open at one side alone: what the process has counts. */
async function expectClosed(filesBefore: number): Promise<void> {
  const isOver = () => exposed.openFiles() < filesBefore + 20;
  await waitFor('all connections to be closed', isOver, END_PATIENCE_MS);
}

async function expectAnswers(port: keyof ExposedPorts): Promise<void> {
  const answer = await rawRequest(exposed.ports[port], 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n');
  expect([200, 404]).toContain(statusOf(answer));
}

test(
  `${IDLE_SOCKETS} idle sockets are bounded, leave room for others, and are closed`,
  { timeout: 120_000 },
  async () => {
    const [files, bytes] = [exposed.openFiles(), exposed.residentBytes()];
    await open(exposed.ports.station, IDLE_SOCKETS);
    await expectAnswers('station');
    expect(exposed.openFiles() - files).toBeGreaterThan(1000);
    expect(exposed.residentBytes() - bytes).toBeLessThan(200 * MEBIBYTE);
    await expectClosed(files);
    await expectAnswers('station');
  },
);

test(
  'a thousand idle sockets, and headers that come a byte at a time, end at every port',
  { timeout: 120_000 },
  async () => {
    const [files, bytes] = [exposed.openFiles(), exposed.residentBytes()];
    const slow: Socket[] = [];
    for (const port of HTTP_PORTS) {
      slow.push(...(await open(exposed.ports[port], 50)));
      if (port !== 'station') await open(exposed.ports[port], 1000);
    }
    for (const socket of slow) socket.write('GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
    const drip = setInterval(() => slow.forEach((socket) => socket.write('a')), 500);
    onTestFinished(() => clearInterval(drip));
    await expectAnswers('station');
    expect(exposed.residentBytes() - bytes).toBeLessThan(100 * MEBIBYTE);
    await expectClosed(files);
    for (const port of HTTP_PORTS) await expectAnswers(port);
  },
);

test.each(HTTP_PORTS)('a megabyte of headers is refused at %s', async (port) => {
  const before = exposed.residentBytes();
  const head = `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Large: ${'a'.repeat(MEBIBYTE)}\r\n\r\n`;
  for (let i = 0; i < 20; i++) {
    // Who is refused while still writing may find the connection reset before it reads why.
    expect([0, 431]).toContain(statusOf(await rawRequest(exposed.ports[port], head)));
  }
  expect(exposed.residentBytes() - before).toBeLessThan(50 * MEBIBYTE);
  await expectAnswers(port);
});

test('a megabyte of headers is refused at the port of gRPC', async () => {
  const session = connectHttp2(`http://127.0.0.1:${exposed.ports.otlpGrpc}`);
  onTestFinished(() => session.destroy());
  const refused = new Promise<boolean>((resolve) => {
    session.on('error', () => resolve(true));
    const stream = session.request({ ':method': 'POST', ':path': '/x', large: 'a'.repeat(MEBIBYTE) });
    stream.on('response', ({ ':status': status }) => resolve(status !== 200));
    stream.on('error', () => resolve(true));
  });
  expect(await refused).toBe(true);
  await expectAnswers('station');
});
