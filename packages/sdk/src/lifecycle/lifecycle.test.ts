import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { startBalancer } from '../../test/support/balancer.ts';
import type { EndingService } from '../../test/support/ending-service.ts';
import { startEndingService } from '../../test/support/ending-service.ts';
import { runProgram } from '../../test/support/workspace.ts';

const QUICK = { drainDelay: '0s' };

/** Each test starts a program or two. */
vi.setConfig({ testTimeout: 30_000 });

/** Those that a failed test leaves running; the hook of a single test is not for those that run side by side. */
const services: EndingService[] = [];
afterAll(async () => {
  for (const service of services) service.kill('SIGKILL');
  await Promise.all(services.map(({ exit }) => exit));
});

async function start(
  kind: string,
  health: object = QUICK,
  env: Record<string, string> = {},
): Promise<EndingService> {
  const service = await startEndingService(kind, health, env);
  services.push(service);
  return service;
}

/** What happened, without the lines of the start. */
function linesOf(service: EndingService): string[] {
  return service.output().trim().split('\n').slice(1);
}

interface LoadResult {
  readonly errors: number;
  readonly timeouts: number;
  readonly non2xx: number;
  readonly resets: number;
  readonly '2xx': number;
}

describe.concurrent('SIGTERM under load fails no request', () => {
  test.each(['http', 'express', 'fastify'])('of %s', async (kind) => {
    const health = { drainDelay: '1s', paths: { ready: '/ready' } };
    const [ending, staying] = await Promise.all([start(kind, health), start(kind, health)]);
    const { url, close } = await startBalancer([ending.url, staying.url], '/ready');
    const load = runProgram('autocannon', ['--json', '-c', '20', '-d', '3', url]);
    setTimeout(() => ending.kill('SIGTERM'), 500);
    let hasLoadEnded = false;
    const loaded = load.then((result) => {
      hasLoadEnded = true;
      return result;
    });
    expect(await ending.exit).toBe(0);
    // The end is seen while requests still come.
    expect(hasLoadEnded).toBe(false);
    const { output } = await loaded;
    await close();
    const {
      errors,
      timeouts,
      non2xx,
      resets,
      '2xx': fine,
    } = JSON.parse(output.slice(output.indexOf('{"'))) as LoadResult;
    expect({ errors, timeouts, non2xx, resets }).toEqual({ errors: 0, timeouts: 0, non2xx: 0, resets: 0 });
    expect(fine).toBeGreaterThan(100);
  });
});

describe.concurrent('at SIGTERM', () => {
  test('a long request and a stream are answered, idle connections closed, WebSockets told, then tasks run in reverse', async () => {
    const service = await start('http');
    const { hostname, port } = new URL(service.url);
    const agent = new Agent({ keepAlive: true });
    const ask = async (path: string): Promise<IncomingMessage> => {
      const request = httpRequest(service.url + path, { agent });
      request.end();
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      return response;
    };
    const bodyOf = async (response: IncomingMessage) => Buffer.concat(await response.toArray()).toString();
    await bodyOf(await ask('/'));
    const silent = connect(Number(port), hostname);
    await once(silent, 'connect');
    const silentCloses = once(silent.resume(), 'close');
    const socket = new WebSocket(service.url.replace('http', 'ws'));
    await once(socket, 'open');
    const slow = ask('/slow?ms=700');
    const stream = await ask('/stream?ms=700');
    await Promise.all([service.printed('answering /slow'), service.printed('answering /stream')]);

    service.kill('SIGTERM');
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1001);
    await expect(fetch(service.url)).rejects.toThrow('fetch failed');
    const answered = await slow;
    expect(answered.headers.connection).toBe('close');
    expect([await bodyOf(answered), await bodyOf(stream)]).toEqual(['done', 'begun done']);
    expect(await service.exit).toBe(0);
    expect(linesOf(service).slice(-3)).toEqual(['ending', 'queue is closed', 'database is closed']);
    await silentCloses;
    agent.destroy();
  });

  test('readiness is 503 at once while the service still answers, and connections are not kept', async () => {
    const service = await start('http', { drainDelay: '2s' });
    service.kill('SIGTERM');
    await service.printed('ending');
    const [ready, live, other] = await Promise.all(
      ['/health/ready', '/health/live', '/'].map((path) => fetch(service.url + path)),
    );
    expect([ready.status, live.status, other.status]).toEqual([503, 200, 200]);
    expect(other.headers.get('connection')).toBe('close');
    expect(linesOf(service)).toEqual(['ending']);
  });

  test('a request of HTTP/2 is answered and its session closed', async () => {
    const service = await start('http2');
    const session = connectHttp2(service.url);
    const stream = session.request({ ':path': '/' });
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    await service.printed('answering /');
    service.kill('SIGTERM');
    await once(session, 'close');
    expect(Buffer.concat(chunks).toString()).toBe('done');
    expect(await service.exit).toBe(0);
  });

  test('a Fastify application is closed when its requests are answered', async () => {
    const service = await start('fastify');
    service.kill('SIGTERM');
    expect(await service.exit).toBe(0);
    expect(linesOf(service)).toEqual([
      'ending',
      'fastify is closed',
      'queue is closed',
      'database is closed',
    ]);
  });

  test('a second signal ends the program at once and says what it was waiting for', async () => {
    const service = await start('http', QUICK, { HANGING: 'yes' });
    service.kill('SIGTERM');
    await service.printed('ending');
    service.kill('SIGINT');
    expect(await service.exit).toBe(130);
    expect(service.output()).toContain('telltale: SIGINT again: not waiting any longer');
  });

  test('the same signal twice at once, as npm and a terminal send it, is one', async () => {
    const service = await start('http');
    service.kill('SIGINT');
    service.kill('SIGINT');
    expect(await service.exit).toBe(0);
  });

  test('what is not done in time is named, and the program exits with 1', async () => {
    const service = await start('http', { ...QUICK, grace: '500ms' }, { HANGING: 'yes' });
    service.kill('SIGTERM');
    expect(await service.exit).toBe(1);
    expect(service.output()).toContain(
      'telltale: not ended 0.5 s after SIGTERM, still waiting for hanging task: exiting\n',
    );
  });

  test('a request that takes too long is cut off, and the rest of the end goes on', async () => {
    const service = await start('http', { ...QUICK, grace: '1s' });
    const cut = fetch(`${service.url}/slow?ms=60000`).catch((error: Error) => error.message);
    await service.printed('answering /slow');
    service.kill('SIGTERM');
    expect(await cut).toBe('fetch failed');
    expect(await service.exit).toBe(0);
    expect(linesOf(service)).toContain('database is closed');
  });

  test('at SIGINT nobody waits for proxies', async () => {
    const service = await start('http', { drainDelay: '20s' });
    service.kill('SIGINT');
    expect(await service.exit).toBe(0);
  });
});

describe.concurrent('a program that handles signals', () => {
  const PROGRAM = `
    import { createServer } from 'node:http';
    import { instrument } from '@telltale/sdk';
    import { defineMonitoring } from '@telltale/sdk/define';
    const t = instrument(defineMonitoring({ service: 'worker', health: { drainDelay: '0s' } }), { handleSignals: true });
    const server = createServer().listen(0, () => {`;
  const run = (code: string) => {
    const script = ['--input-type=module', '--eval', `${PROGRAM}${code}});`];
    return runProgram('node', ['--conditions=@telltale/source', '--no-warnings', ...script]);
  };

  test('is not kept alive by that', async () => {
    expect(
      await run('t.lifecycle.manage(server); server.close(); t.health.add("a", () => 1, { everyMs: 1 });'),
    ).toEqual({
      exit: 0,
      output: '',
    });
  });

  test('without a server ends its loop and exits with the code that it has set', async () => {
    const code = `
      server.close();
      const timer = setInterval(() => process.kill(process.pid, 'SIGTERM'), 50);
      t.lifecycle.signal.addEventListener('abort', () => { clearInterval(timer); process.exitCode = 3; });
      t.lifecycle.onShutdown('loop', () => console.log('the loop has ended'));`;
    expect(await run(code)).toEqual({ exit: 3, output: 'the loop has ended\n' });
  });

  test('lets go of a server that is managed no more', async () => {
    const code =
      `
      const release = t.lifecycle.manage(server);
      release();
      await t.shutdown();
      console.log(server.listening);
      server.close();`.replace('release();', 'release(); void (async () => {') + '})();';
    expect(await run(code)).toEqual({ exit: 0, output: 'true\n' });
  });
});
