import { METHODS } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suiteFolder } from '../support/temporary-folder.ts';
import { rawRequest, statusOf } from './raw-request.ts';
import type { Exposed } from './start-exposed.ts';
import { startExposed } from './start-exposed.ts';

const HOST = 'Host: 127.0.0.1\r\n';

/** Requests that no client sends; some have ended servers whose code believed in a URL. */
const MALFORMED: readonly string[] = [
  `GET http:// HTTP/1.1\r\n${HOST}\r\n`,
  `GET http://[ HTTP/1.1\r\n${HOST}\r\n`,
  `GET // HTTP/1.1\r\n${HOST}\r\n`,
  `GET //%00 HTTP/1.1\r\n${HOST}\r\n`,
  `GET /%ff%fe%?%%=%c0%ae HTTP/1.1\r\n${HOST}\r\n`,
  `GET /api/v1/label/%E0%A4%A/values HTTP/1.1\r\n${HOST}\r\n`,
  `GET * HTTP/1.1\r\n${HOST}\r\n`,
  `OPTIONS * HTTP/1.1\r\n${HOST}\r\n`,
  `CONNECT 127.0.0.1:22 HTTP/1.1\r\n${HOST}\r\n`,
  `BREW /pot HTTP/1.1\r\n${HOST}\r\n`,
  `GET /metrics HTTP/9.9\r\n${HOST}\r\n`,
  'GET /metrics HTTP/1.1\r\n\r\n',
  `GET /metrics HTTP/1.1\r\n${HOST}${HOST}\r\n`,
  `POST /v1/logs HTTP/1.1\r\n${HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  `POST /v1/logs HTTP/1.1\r\n${HOST}Content-Length: -1\r\n\r\n`,
  `POST /v1/logs HTTP/1.1\r\n${HOST}Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n`,
  `GET /metrics HTTP/1.1\r\n${HOST}Accept: ;;q=,,"\r\nAccept-Encoding: ;q=a\r\n\r\n`,
  `GET /metrics HTTP/1.1\r\n${HOST}Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AA\r\n\r\n`,
  `GET /metrics HTTP/1.1\r\n${HOST}Expect: 200-maybe\r\n\r\n`,
  `GET /metrics HTTP/1.1\r\n${HOST}bad header\r\n\r\n`,
  '\0\0\0\0\r\n\r\n',
  `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${'\xff'.repeat(64)}`,
  '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03',
];

/* One process serves all tests of this file: whatever one of them does to it, the next ones would see. */
const folder = suiteFolder();
let exposed: Exposed;

beforeAll(async () => {
  exposed = await startExposed({ dataFolder: folder.path });
});
afterAll(async () => {
  expect(await exposed?.stop()).toBe('');
});

/** Whether everything that listens still answers. */
async function expectAlive(): Promise<void> {
  const { station, otlpHttp, otlpGrpc, metrics } = exposed.ports;
  expect((await fetch(`http://127.0.0.1:${station}/-/ready`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${otlpHttp}/`)).status).toBe(404);
  expect((await fetch(`http://127.0.0.1:${metrics}/metrics`)).status).toBe(200);
  // A server of HTTP/2 begins with its settings.
  const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0';
  expect(
    await rawRequest(otlpGrpc, Buffer.from(preface, 'latin1'), (answer) => answer.length >= 9),
  ).toContain('\x04');
}

describe('a malformed request is answered or refused, and ends nothing', () => {
  test.each(MALFORMED)('%j', async (text) => {
    const bytes = Buffer.from(text, 'latin1');
    const { station, otlpHttp, otlpGrpc, metrics } = exposed.ports;
    for (const port of [station, otlpHttp, metrics]) {
      // Half of a request would wait for its other half; two more ends of lines end all of them.
      const answer = await rawRequest(port, Buffer.concat([bytes, Buffer.from('\r\n\r\n')]));
      expect(statusOf(answer), answer.slice(0, 100)).toBeLessThan(500);
    }
    await rawRequest(otlpGrpc, bytes, () => true);
    await expectAlive();
  });
});

/** Methods that metrics tell apart; any other is one series with all that are. */
const COMMON: ReadonlySet<string> = new Set(
  'GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH QUERY'.split(' '),
);

test('ten thousand methods make one series more, of all that are not common', async () => {
  const { station } = exposed.ports;
  const seriesOf = async (): Promise<ReadonlySet<string>> => {
    const page = await (await fetch(`${exposed.url}/metrics`)).text();
    return new Set(page.match(/^telltale_http_requests_total\{.*?\}/gm));
  };
  const before = await seriesOf();
  const known = METHODS.filter((method) => !COMMON.has(method));
  const ask = (number: number) => {
    const method =
      number % 10 === 0 ? known[number % known.length] : `M${(number * 7919).toString(36).toUpperCase()}`;
    return rawRequest(station, `${method} /api/v1/query HTTP/1.1\r\n${HOST}\r\n`);
  };
  for (let first = 0; first < 10_000; first += 100) {
    const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => ask(first + i)));
    expect(new Set(answers.map(statusOf))).toEqual(new Set([400, 404]));
  }
  const added = [...(await seriesOf())].filter((series) => !before.has(series));
  expect(added.filter((series) => !series.includes('method="_OTHER"'))).toEqual([]);
  expect(added.length).toBeLessThanOrEqual(1);
  await expectAlive();
});
