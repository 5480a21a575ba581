import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { suiteFolder } from '../support/temporary-folder.ts';
import { rawRequest, statusOf } from './raw-request.ts';
import type { Exposed } from './start-exposed.ts';
import { startExposed } from './start-exposed.ts';

const MEBIBYTE = 1024 * 1024;
const IS_LONG = process.env['TELLTALE_TEST_SCALE'] === 'long';
const QUERIES = IS_LONG ? 10_000 : 2000;
const AT_ONCE = IS_LONG ? 500 : 100;
/** More than the station remembers. */
const ADDRESSES = IS_LONG ? 20_000 : 5200;

/* One process serves all tests of this file: whatever one of them does to it, the next ones would see. */
const folder = suiteFolder();
let exposed: Exposed;

beforeAll(async () => {
  exposed = await startExposed({ dataFolder: folder.path });
});
afterAll(async () => {
  expect(await exposed?.stop()).toBe('');
});

/** Does all of it, so many at a time. */
async function each(count: number, atOnce: number, task: (number: number) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async () => {
    for (let number = next++; number < count; number = next++) await task(number);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}

/** The status of a GET that comes from an address of this machine. */
function statusFrom(localAddress: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const { station } = exposed.ports;
    const options = { host: '127.0.0.1', port: station, path, localAddress, agent: false };
    const asking = request(options, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    });
    asking.on('error', reject).end();
  });
}

test(
  `${QUERIES} queries that nobody asked before are answered or refused, within bounds`,
  { timeout: 120_000 },
  async () => {
    const before = exposed.residentBytes();
    const statuses = new Map<number, number>();
    await each(QUERIES, AT_ONCE, async (number) => {
      const query = encodeURIComponent(
        `sum(rate(metric_${number}[5m])) + count_values("a", vector(${number}))`,
      );
      const path = `/api/v1/query_range?query=${query}&start=0&end=1000&step=10`;
      const answer = await rawRequest(
        exposed.ports.station,
        `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`,
      );
      const status = statusOf(answer);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    });
    expect([...statuses.keys()].filter((status) => ![200, 429, 503].includes(status))).toEqual([]);
    expect(statuses.get(200)).toBeGreaterThan(0);
    expect(exposed.residentBytes() - before).toBeLessThan(300 * MEBIBYTE);
    expect((await fetch(`${exposed.url}/-/ready`)).status).toBe(200);
  },
);

test('who comes from ever new addresses fills no memory', { timeout: 120_000 }, async () => {
  const before = exposed.residentBytes();
  await each(ADDRESSES, 100, async (number) => {
    const address = `127.${1 + (number >> 14)}.${(number >> 7) & 127}.${1 + (number & 127)}`;
    expect(await statusFrom(address, '/-/healthy')).toBe(200);
  });
  expect(exposed.residentBytes() - before).toBeLessThan(150 * MEBIBYTE);
});

/** What one address may ask in a minute, and a few more. */
const TOO_MANY = 61_000;

test(
  'an address that asks too often is told to wait, and others are answered',
  { timeout: 120_000 },
  async () => {
    const asked = await pipelined('127.9.9.9', TOO_MANY);
    expect(new Set(asked.keys())).toEqual(new Set([200, 429]));
    expect(asked.get(429)).toBeLessThan(TOO_MANY / 2);
    expect(await statusFrom('127.9.9.9', '/-/healthy')).toBe(429);
    expect(await statusFrom('127.9.9.10', '/-/healthy')).toBe(200);
  },
);

/** Asks one after the other over one connection, without waiting for answers; counts them by status. */
function pipelined(localAddress: string, count: number): Promise<ReadonlyMap<number, number>> {
  const statuses = new Map<number, number>();
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: exposed.ports.station, localAddress });
    let [answers, rest] = [0, ''];
    socket.on('error', reject);
    socket.on('data', (chunk: Buffer) => {
      const text = rest + chunk.toString('latin1');
      const end = text.lastIndexOf('\r\n\r\n') + 4;
      rest = text.slice(end < 4 ? 0 : end);
      for (const [, digits] of text.slice(0, end < 4 ? 0 : end).matchAll(/HTTP\/1\.1 (\d{3})/g)) {
        answers++;
        statuses.set(Number(digits), (statuses.get(Number(digits)) ?? 0) + 1);
      }
      if (answers < count) return;
      socket.destroy();
      resolve(statuses);
    });
    socket.write('HEAD /-/healthy HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'.repeat(count));
  });
}
