import { writeFileSync } from 'node:fs';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createAddressGuard } from '@telltale/alerting';
import type { ResolvedScrapeAccess } from '@telltale/definition';
import { request as send } from 'undici';
import { afterEach, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { OUTER_ADDRESS } from '../../test/support/outer-address.ts';
import { testServers } from '../../test/support/test-servers.ts';
import { explainFailure } from './explain-failure.ts';
import { createHttpAccess } from './http-access.ts';
import { HttpConnections } from './http-connections.ts';
import { maskUrl } from './mask-url.ts';

const servers = testServers();
let connections = new HttpConnections();
afterEach(async () => {
  await connections.close();
  connections = new HttpConnections();
});

const PASSWORD = 'pa55-w0rd';

/** What the server answered to an access, or why there was no answer. */
async function ask(url: string, access: ResolvedScrapeAccess = {}): Promise<string> {
  try {
    const signal = AbortSignal.timeout(5000);
    const { statusCode, body } = await createHttpAccess(access, connections).get({
      url,
      headers: {},
      signal,
    });
    return `${statusCode} ${await body.text()}`;
  } catch (error) {
    return explainFailure(error);
  }
}

/** A server that keeps the headers it was asked with. */
async function observed(
  answer: (response: ServerResponse, path: string) => void = (r) => r.end('ok'),
  host = '127.0.0.1',
) {
  const headers: IncomingHttpHeaders[] = [];
  const port = await servers.http((incoming, response) => {
    headers.push(incoming.headers);
    answer(response, incoming.url ?? '');
  }, host);
  return { headers, port, url: `http://${host}:${port}` };
}

function secretFile(content: string): { readonly file: string } {
  const file = join(temporaryFolder(), 'secret');
  writeFileSync(file, content);
  return { file };
}

describe('a server learns who asks', () => {
  test('by a bearer token, read anew each time, without the line break at its end', async () => {
    const { headers, url } = await observed();
    const authorization = secretFile('first\n');
    await ask(url, { authorization });
    writeFileSync(authorization.file, 'second');
    await ask(url, { authorization });
    expect(headers.map((one) => one.authorization)).toEqual(['Bearer first', 'Bearer second']);
  });

  test('by user and password, and by headers whose values are secrets or not', async () => {
    const { headers, url } = await observed();
    const password = secretFile(PASSWORD);
    const access = {
      basicAuth: { username: 'me', password },
      headers: { 'X-Scope': 'a', 'X-Key': password },
    };
    expect(await ask(url, access)).toBe('200 ok');
    expect(headers[0]).toMatchObject({
      authorization: `Basic ${Buffer.from(`me:${PASSWORD}`).toString('base64')}`,
      'x-scope': 'a',
      'x-key': PASSWORD,
    });
  });

  test('by the user and password of its URL, which are not shown', async () => {
    const { headers, url } = await observed();
    const withUser = url.replace('//', `//me:${PASSWORD}@`);
    expect(await ask(withUser)).toBe('200 ok');
    expect(headers[0].authorization).toBe(`Basic ${Buffer.from(`me:${PASSWORD}`).toString('base64')}`);
    expect(maskUrl(withUser)).toBe(`${url.replace('//', '//me:xxxxx@')}/`);
    expect(maskUrl(url)).toBe(url);
  });

  test('a variable that is not set, or a file that is not there, is an error that names it', async () => {
    const { headers, url } = await observed();
    expect(await ask(url, { authorization: { env: 'NO_SUCH_TOKEN' } })).toContain(
      'variable NO_SUCH_TOKEN is not set',
    );
    expect(await ask(url, { authorization: { file: '/nowhere/t' } })).toContain('/nowhere/t cannot be read');
    expect(headers).toEqual([]);
  });

  test('a secret that is no header is an error that does not tell it (case 89)', async () => {
    const { url } = await observed();
    const answer = await ask(url, { authorization: secretFile(`${PASSWORD}\nx: y`) });
    expect(answer).not.toContain(PASSWORD);
    expect(answer).toContain('authorization');
  });
});

const redirectTo =
  (location: string, status = 302) =>
  (response: ServerResponse) =>
    response.writeHead(status, { location }).end();

describe('redirects', () => {
  const secret = () => ({ authorization: secretFile(PASSWORD), headers: { 'x-key': secretFile(PASSWORD) } });

  test.each([301, 302, 303, 307, 308])(
    '%s is followed on the same server, with credentials',
    async (status) => {
      const { headers, url } = await observed((response, path) =>
        path === '/end' ? response.end('end') : redirectTo('/end', status)(response),
      );
      expect(await ask(`${url}/start`, secret())).toBe('200 end');
      expect(headers[1].authorization).toBe(`Bearer ${PASSWORD}`);
    },
  );

  test('credentials and headers of the access never follow to another port, nor back from there (case 49)', async () => {
    const own = await observed((response, path) =>
      path === '/back' ? response.end('end') : redirectTo(`${other.url}/x`)(response),
    );
    const other = await observed(redirectTo(`${own.url}/back`));
    expect(await ask(`${own.url}/start`, secret())).toBe('200 end');
    expect(own.headers[0]['x-key']).toBe(PASSWORD);
    for (const headers of [other.headers[0], own.headers[1]]) {
      expect(headers.authorization).toBeUndefined();
      expect(headers['x-key']).toBeUndefined();
    }
  });

  test('a user in a location is not sent either', async () => {
    const other = await observed();
    const own = await observed(redirectTo(other.url.replace('//', '//a:b@')));
    await ask(own.url);
    expect(other.headers[0].authorization).toBeUndefined();
  });

  test('are given up after ten, and where they lead in a circle', async () => {
    let hops = 0;
    const endless = await observed((response) => redirectTo(`/${++hops}`)(response));
    expect(await ask(endless.url)).toBe('the server redirects more than 10 times');
    expect(endless.headers).toHaveLength(11);
    const circle = await observed(redirectTo('/'));
    expect(await ask(circle.url)).toBe('the redirects of the server lead in a circle');
  });

  test('are an answer like any other where they are not followed', async () => {
    const { url, headers } = await observed(redirectTo('/end'));
    expect(await ask(url, { followRedirects: false })).toBe('302 ');
    expect(headers).toHaveLength(1);
  });

  test.each([
    ['the metadata address', 'http://169.254.169.254/latest/meta-data/', 'may not be sent to the address'],
    ['the metadata address in another form', 'http://0xa9fea9fe/', 'may not be sent to the address'],
    ['the metadata address as IPv6', 'http://[::ffff:169.254.169.254]/', 'may not be sent to the address'],
    ['the metadata address of IPv6', 'http://[fd00:ec2::254]/', 'may not be sent to the address'],
    ['a file', 'file:///etc/passwd', 'redirects to a file: URL'],
    ['what is no URL', 'http://[', 'redirects to what is no URL'],
  ])('to %s are refused (case 49)', async (_, location, message) => {
    const { url } = await observed(redirectTo(location));
    expect(await ask(url)).toContain(message);
  });
});

describe.skipIf(OUTER_ADDRESS === undefined)('a redirect leads no further in (case 49)', () => {
  test('than the network that it comes from: not from there to this machine', async () => {
    const inside = await observed();
    const named = createAddressGuard({}, (name, _, callback) => {
      const address = name === 'outside.example' ? (OUTER_ADDRESS ?? '') : '127.0.0.1';
      callback(null, [{ address, family: 4 }]);
    });
    connections = new HttpConnections({ addresses: named });
    for (const location of [inside.url, inside.url.replace('127.0.0.1', 'inside.example')]) {
      const outside = await observed(redirectTo(location), '0.0.0.0');
      expect(await ask(outside.url.replace('0.0.0.0', 'outside.example'))).toContain(
        'may not be sent to the address 127.0.0.1',
      );
    }
    expect(inside.headers).toHaveLength(0);
  });

  test('while this machine may lead there, and there to others of its network', async () => {
    const end = await observed(undefined, '0.0.0.0');
    const second = await observed(redirectTo(end.url.replace('0.0.0.0', OUTER_ADDRESS ?? '')), '0.0.0.0');
    const first = await observed(redirectTo(second.url.replace('0.0.0.0', OUTER_ADDRESS ?? '')));
    expect(await ask(first.url)).toBe('200 ok');
    expect(end.headers).toHaveLength(1);
  });
});

describe('where requests go', () => {
  test.each(['file:///etc/passwd', 'ftp://127.0.0.1/', 'no url'])('%s is no address', async (url) => {
    expect(await ask(url)).toBe('the address is no http or https URL');
  });

  test.each([
    '169.254.169.254',
    '2852039166',
    '169.254.43518',
    '[fe80::1]',
    '[::ffff:a9fe:a9fe]',
    '１６９.254.169.254',
  ])('%s is refused, however it is written', async (host) => {
    expect(await ask(`http://${host}/`)).toContain('may not be sent to the address');
  });

  test('an address that is refused is refused by the connection itself, whoever asks', async () => {
    const dispatcher = await connections.dispatcherFor({});
    const asked = send('http://169.254.169.254/', { dispatcher });
    await expect(asked).rejects.toThrow('may not be sent to the address 169.254.169.254');
  });

  test('a name is judged by the address that is connected to, each time (case 50)', async () => {
    const { url, headers } = await observed((r) => r.writeHead(200, { connection: 'close' }).end('ok'));
    const answers = ['127.0.0.1', '169.254.169.254'];
    const rebinding = createAddressGuard({}, (_, __, callback) =>
      callback(null, [{ address: answers.shift() ?? '169.254.169.254', family: 4 }]),
    );
    connections = new HttpConnections({ addresses: rebinding });
    const named = url.replace('127.0.0.1', 'shop.example');
    expect(await ask(named)).toBe('200 ok');
    expect(await ask(named)).toContain('may not be sent to the address 169.254.169.254');
    expect(headers).toHaveLength(1);
  });

  test('a connection that the server closed while it was kept is made anew', async () => {
    let requests = 0;
    const port = await servers.tcp((socket) => {
      let isFirst = true;
      socket.on('data', () => {
        requests++;
        if (isFirst) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
        else socket.destroy();
        isFirst = false;
      });
    });
    const url = `http://127.0.0.1:${port}/`;
    for (let i = 0; i < 4; i++) expect(await ask(url)).toBe('200 ok');
    expect(requests).toBeGreaterThan(4);
  });
});

describe('through a proxy', () => {
  test('plain requests are passed on, with the password of the proxy', async () => {
    const target = await observed();
    const asked: IncomingHttpHeaders[] = [];
    const proxyPort = await servers.http((incoming, response) => {
      asked.push(incoming.headers);
      const { headers, url = '' } = incoming;
      request(url, { headers }, (answer) => answer.pipe(response)).end();
    });
    const proxyUrl = `http://me:${PASSWORD}@127.0.0.1:${proxyPort}`;
    expect(await ask(target.url, { proxyUrl, authorization: secretFile('token') })).toBe('200 ok');
    expect(asked[0]['proxy-authorization']).toBe(`Basic ${Buffer.from(`me:${PASSWORD}`).toString('base64')}`);
    expect(target.headers[0].authorization).toBe('Bearer token');
  });

  test('one that refuses, and one that is not there, are errors without its password', async () => {
    const target = await observed();
    const port = await servers.tcp((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 407 No\r\n\r\n')),
    );
    const refused = await ask(target.url, { proxyUrl: `http://me:${PASSWORD}@127.0.0.1:${port}` });
    expect(refused).toContain('407');
    const free = await servers.tcp(() => {});
    const gone = await ask(target.url, { proxyUrl: `http://me:${PASSWORD}@127.0.0.1:1` });
    expect(gone).toContain('connection refused');
    expect(refused + gone).not.toContain(PASSWORD);
    connect(free, '127.0.0.1').destroy();
    expect(target.headers).toEqual([]);
  });

  test('an address that is refused is refused all the same, of the target and of the proxy', async () => {
    const port = await servers.http((_, response) => response.end('passed'));
    const proxyUrl = `http://127.0.0.1:${port}`;
    expect(await ask('http://169.254.169.254/', { proxyUrl })).toContain('may not be sent to the address');
    expect(await ask('http://127.0.0.1/', { proxyUrl: 'http://169.254.169.254:80' })).toContain(
      'may not be sent',
    );
    expect(await ask('http://127.0.0.1/', { proxyUrl: 'socks5://127.0.0.1:80' })).toBe(
      'the proxy is no http or https URL',
    );
  });
});
