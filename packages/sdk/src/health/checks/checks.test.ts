import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { HealthCheck } from '../health-check.ts';
import { shownError } from '../shown-error.ts';
import { close, listen } from '../../../test/support/http-requests.ts';
import { checks } from './checks.ts';

/** What a check says: `passed`, or why not. */
async function outcomeOf({ run }: HealthCheck, signal = new AbortController().signal): Promise<string> {
  try {
    const answer = await run({ signal, headers: { 'telltale-health-check': '1' } });
    return answer === false ? 'no' : 'passed';
  } catch (error) {
    return shownError(error);
  }
}

async function serverOf(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  onTestFinished(() => close(server));
  return listen(server);
}

describe('checks.http', () => {
  test('passes with the right status, and sends the credentials of its address as a header', async () => {
    const seen: (string | undefined)[] = [];
    const url = await serverOf((request, response) => {
      seen.push(request.headers.authorization, request.headers['telltale-health-check'] as string);
      response.statusCode = request.url === '/teapot' ? 418 : 204;
      response.end();
    });
    expect(await outcomeOf(checks.http(url.replace('//', '//app:hun%20ter@')))).toBe('passed');
    expect(seen).toEqual([`Basic ${Buffer.from('app:hun ter').toString('base64')}`, '1']);
    expect(await outcomeOf(checks.http(`${url}/teapot`))).toBe('it answers with status 418');
    expect(await outcomeOf(checks.http(`${url}/teapot`, { status: 418, method: 'HEAD' }))).toBe('passed');
  });

  test('follows no redirect, and reads no endless answer', async () => {
    const url = await serverOf((request, response) => {
      if (request.url === '/endless') {
        const timer = setInterval(() => response.write('x'), 1);
        response.on('close', () => clearInterval(timer));
      } else response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    });
    expect(await outcomeOf(checks.http(`${url}/moved`))).toBe('it answers with status 302');
    expect(await outcomeOf(checks.http(`${url}/endless`))).toBe('passed');
  });
});

describe('checks.s3 without a client', () => {
  test.each<[number, string]>([
    [200, 'passed'],
    [403, 'passed'],
    [404, "there is no bucket 'a b'"],
    [503, 'the storage answers with status 503'],
  ])('with status %i', async (status, outcome) => {
    const paths: (string | undefined)[] = [];
    const url = await serverOf((request, response) => {
      paths.push(request.url);
      response.writeHead(status).end();
    });
    expect(await outcomeOf(checks.s3({ endpoint: `${url}/`, bucket: 'a b' }))).toBe(outcome);
    expect(paths).toEqual(['/a%20b']);
  });

  test('asks the S3 client of AWS', async () => {
    const asked: object[] = [];
    const client = { headBucket: async (input: object) => void asked.push(input) };
    expect(await outcomeOf(checks.s3({ client, bucket: 'shop' }))).toBe('passed');
    expect(asked).toEqual([{ Bucket: 'shop' }]);
  });
});

describe('checks.postgres', () => {
  test('asks a client, and postgres.js by its own means', async () => {
    const asked: string[] = [];
    expect(await outcomeOf(checks.postgres({ query: (sql) => asked.push(sql) }))).toBe('passed');
    expect(await outcomeOf(checks.postgres({ unsafe: (sql) => asked.push(sql) }))).toBe('passed');
    expect(asked).toEqual(['SELECT 1', 'SELECT 1']);
  });
});

describe('checks.redis', () => {
  test.each([
    [{ isReady: false }, 'the client is not connected'],
    [{ isReady: true }, 'passed'],
    [{ status: 'reconnecting' }, 'the client is not connected'],
    [{ status: 'ready' }, 'passed'],
    [{ status: 'wait' }, 'passed'],
  ])('of a client that says %j', async (state, outcome) => {
    expect(await outcomeOf(checks.redis({ ...state, ping: async () => 'PONG' }))).toBe(outcome);
  });
});

describe('checks of resources', () => {
  test('a file system has room, or has not', async () => {
    expect(await outcomeOf(checks.disk({ path: '/tmp', minFree: 1 }))).toBe('passed');
    expect(await outcomeOf(checks.disk({ path: '/tmp', minFree: 2 ** 62 }))).toMatch(/^\d+ MiB are free, /);
    expect(await outcomeOf(checks.disk({ path: '/tmp', minFree: '100%' }))).toMatch(/^\d+ MiB are free, /);
    expect(await outcomeOf(checks.disk({ path: '/no/such/folder', minFree: 1 }))).toContain('ENOENT');
  });

  test('memory is left, or is not', async () => {
    expect(await outcomeOf(checks.memory())).toBe('passed');
    expect(await outcomeOf(checks.memory({ maxShare: 0.000_001 }))).toMatch(/^\d+ MiB of \d+ MiB/);
  });

  test('the event loop that took no turn is told once', async () => {
    const check = checks.eventLoop({ maxLagMs: 100 });
    const turn = () => new Promise((resolve) => setTimeout(resolve, 50));
    await outcomeOf(check);
    await turn();
    const endMs = performance.now() + 250;
    while (performance.now() < endMs);
    await turn();
    expect(await outcomeOf(check)).toMatch(/^the event loop took no turn for \d{3,} ms$/);
    expect(check.words).toEqual(['ok', 'exhausted']);
  });
});
