import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { addressOf, listen } from '../../../test/support/http-requests.ts';
import { startReceiver } from '../../../test/support/receiver.ts';
import type { PushRequest } from '../protocol/push-request.ts';
import { deliver, retryPauseMs } from './deliver.ts';
import { parseRetryAfter, send } from './send.ts';

const options = { timeoutMs: 5000, keepsAlive: true };

function requestTo(url: string): PushRequest {
  return { method: 'POST', url, headers: { authorization: 'Bearer secret' }, body: 'metrics' };
}

test('what the receiver takes with any 2xx is sent', async () => {
  const receiver = await startReceiver((response) => response.writeHead(202).end());
  expect(await send(requestTo(`${receiver.url}/v1/metrics`), options)).toEqual({ result: 'sent' });
  expect(receiver.requests).toMatchObject([
    {
      method: 'POST',
      path: '/v1/metrics',
      headers: { authorization: 'Bearer secret', 'content-length': '7' },
    },
  ]);
  expect(receiver.requests[0].body.toString()).toBe('metrics');
});

test('what was taken has arrived, even if the answer does not end', async () => {
  const receiver = await startReceiver((response) => response.writeHead(200).write('and so'));
  expect(await send(requestTo(receiver.url), options)).toEqual({ result: 'sent' });
});

test('a receiver that is down, hangs up or never answers is worth another attempt', async () => {
  const hangsUp = createServer((socket) => socket.destroy());
  await listen(hangsUp);
  const gone = addressOf(hangsUp);
  expect(await send(requestTo(gone), options)).toMatchObject({ result: 'failed' });
  await new Promise((resolve) => hangsUp.close(resolve));
  expect(await send(requestTo(gone), options)).toEqual({
    result: 'failed',
    reason: `${gone}/: ECONNREFUSED`,
  });

  const hangs = await startReceiver(() => undefined);
  expect(await send(requestTo(hangs.url), { ...options, timeoutMs: 50 })).toEqual({
    result: 'failed',
    reason: `${hangs.url}/: no answer within 50 ms`,
  });
});

test.each([408, 425, 429, 500, 503])('an answer of %i is worth another attempt', async (status) => {
  const receiver = await startReceiver((response) => response.writeHead(status).end('busy'));
  const delivery = await send(requestTo(receiver.url), options);
  expect(delivery).toEqual({ result: 'failed', reason: `${receiver.url}/: HTTP ${status} busy` });
});

test('the receiver says how long to wait, in seconds or as a date, up to a quarter of an hour', async () => {
  const receiver = await startReceiver((response) => response.writeHead(503, { 'retry-after': '7' }).end());
  expect(await send(requestTo(receiver.url), options)).toMatchObject({ retryAfterMs: 7000 });
  const nowMs = Date.parse('Sun, 22 Nov 2026 04:00:00 GMT');
  expect(parseRetryAfter('Sun, 22 Nov 2026 04:00:30 GMT', nowMs)).toBe(30_000);
  expect(parseRetryAfter('Sun, 22 Nov 2020 04:00:30 GMT', nowMs)).toBe(0);
  expect(parseRetryAfter('99999999999', nowMs)).toBe(15 * 60_000);
  expect(parseRetryAfter('soon', nowMs)).toBeUndefined();
});

test('what the receiver says is wrong with the request is not sent again', async () => {
  const receiver = await startReceiver((response) =>
    response.writeHead(400).end('out of\n\u{1b}[31m bounds'),
  );
  expect(await send(requestTo(receiver.url), options)).toEqual({
    result: 'refused',
    reason: `${receiver.url}/: HTTP 400 out of [31m bounds`,
  });
});

test('a redirect is not followed, so that no credentials go to another place', async () => {
  const other = await startReceiver();
  const receiver = await startReceiver((response) => response.writeHead(302, { location: other.url }).end());
  expect(await send(requestTo(receiver.url), options)).toMatchObject({ result: 'refused' });
  expect(other.requests).toEqual([]);
});

test('of an endless answer 64 KiB are read', async () => {
  let written = 0;
  const receiver = await startReceiver((response) => {
    response.writeHead(500);
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384))) written += 16_384;
    };
    response.on('drain', more);
    more();
  });
  expect(await send(requestTo(receiver.url), options)).toMatchObject({ result: 'failed' });
  // What the sockets on both sides have buffered is written as well.
  expect(written).toBeLessThan(16 * 1024 * 1024);
});

test('no secret of the address or the headers is in what is told', async () => {
  const secretAddress = 'http://user:secret@127.0.0.1:1/path?token=secret';
  const failed = await send(requestTo(secretAddress), options);
  expect(failed).toEqual({ result: 'failed', reason: 'http://127.0.0.1:1/path: ECONNREFUSED' });
  const wrongHeader = { ...requestTo('http://127.0.0.1:1'), headers: { authorization: 'secret\n' } };
  const refused = await send(wrongHeader, options);
  expect(refused).toMatchObject({ result: 'refused' });
  expect(JSON.stringify([failed, refused])).not.toContain('secret');
});

test('a request is sent again until it arrives', async () => {
  const receiver = await startReceiver((response, number) =>
    response.writeHead(number < 2 ? 503 : 200, { 'retry-after': '0' }).end(),
  );
  const requests = [requestTo(`${receiver.url}/1`), requestTo(`${receiver.url}/2`)];
  expect(await deliver(requests, { ...options, attempts: 5 })).toEqual({ result: 'sent' });
  expect(receiver.requests.map(({ path }) => path)).toEqual(['/1', '/1', '/1', '/2']);
});

test('attempts end with their number and with the time given', async () => {
  const receiver = await startReceiver((response) => response.writeHead(503, { 'retry-after': '0' }).end());
  expect(await deliver([requestTo(receiver.url)], { ...options, attempts: 2 })).toMatchObject({
    result: 'failed',
  });
  expect(receiver.requests).toHaveLength(2);
  const later = await startReceiver((response) => response.writeHead(503, { 'retry-after': '600' }).end());
  const signal = AbortSignal.timeout(50);
  const delivery = await deliver([requestTo(later.url)], { ...options, attempts: Infinity, signal });
  expect(delivery).toMatchObject({ result: 'failed', retryAfterMs: 600_000 });
});

test('a refused request does not keep the next one back', async () => {
  const receiver = await startReceiver((response, number) =>
    response.writeHead(number === 0 ? 400 : 200).end(),
  );
  const requests = [requestTo(`${receiver.url}/1`), requestTo(`${receiver.url}/2`)];
  expect(await deliver(requests, { ...options, attempts: 1 })).toMatchObject({ result: 'refused' });
  expect(receiver.requests.map(({ path }) => path)).toEqual(['/1', '/2']);
});

test('pauses grow by half, differ by half, end at a minute, and are never shorter than what is asked for', () => {
  expect([1, 2, 3].map((attempt) => retryPauseMs({}, attempt, 0.5))).toEqual([500, 750, 1125]);
  expect([retryPauseMs({}, 1, 0), retryPauseMs({}, 1, 1)]).toEqual([250, 750]);
  expect(retryPauseMs({}, 1000, 0.5)).toBe(60_000);
  expect(retryPauseMs({ retryAfterMs: 7000 }, 1, 0.5)).toBe(7000);
  expect(retryPauseMs({ retryAfterMs: 0 }, 1, 0.5)).toBe(500);
});

test('a receiver that asks for no pause is not asked all the time', async () => {
  const receiver = await startReceiver((response) => response.writeHead(503, { 'retry-after': '0' }).end());
  const signal = AbortSignal.timeout(200);
  await deliver([requestTo(receiver.url)], { ...options, attempts: Infinity, signal });
  expect(receiver.requests).toHaveLength(1);
});
