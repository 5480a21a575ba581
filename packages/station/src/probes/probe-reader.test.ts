import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { Server } from 'node:net';
import { createAddressGuard } from '@telltale/alerting';
import { defineMonitoring, probes, resolveDefinition } from '@telltale/definition';
import type { ProbesDeclaration, ResolvedBlackboxProbe } from '@telltale/definition';
import { compileRegexp } from '@telltale/storage';
import { parseExpr } from '@telltale/promql';
import { beforeAll, describe, expect, test } from 'vitest';
import { suiteFolder } from '../../../../test/support/temporary-folder.ts';
import type { CertificateAuthority, CertificateFiles } from '../../../../test/support/certificates.ts';
import { createAuthority } from '../../../../test/support/certificates.ts';
import { OUTER_ADDRESS } from '../../test/support/outer-address.ts';
import { testServers } from '../../test/support/test-servers.ts';
import { probeReader } from './probe-reader.ts';

const servers = testServers();
const folder = suiteFolder();

/** The first probe of a declaration. */
function probeOf(declared: ProbesDeclaration, timeoutMs = 10_000): ResolvedBlackboxProbe {
  const definition = defineMonitoring({ service: 'shop', exporters: [probes(declared)] });
  const compile = (pattern: string) => compileRegexp(pattern, 'part');
  const { targets } = resolveDefinition(definition, { parse: parseExpr, compileRegexp: compile });
  return { ...targets[0].probes![0], timeoutMs };
}

/** The samples of one probe by name, and why it is no success. */
async function made(declared: ProbesDeclaration, timeoutMs?: number) {
  const lines: string[] = [];
  const samples = new Map<string, number>();
  let note = '';
  const read = probeReader(probeOf(declared, timeoutMs), {
    addresses: createAddressGuard(),
    log: (line) => lines.push(line),
  });
  await read({
    metadata: () => {},
    sample: (_, labels, value) => void samples.set(labels().get('__name__'), value),
    histogram: () => {},
    exemplar: () => {},
    note: (text) => void (note = text),
  });
  const of = (name: string) => samples.get(`probe_${name}`);
  return { of, note, lines };
}

describe('a probe of a URL', () => {
  test('is a success where status and body are as they should be', async () => {
    const port = await servers.http((_, response) => response.end('{"status": "ok"}'));
    const url = `http://127.0.0.1:${port}/health`;
    const { of, note, lines } = await made({
      http: { shop: { url, status: 200, body: /"status": *"ok"/, bodyNot: 'error' } },
    });
    expect([of('success'), of('http_status_code'), of('failed_due_to_regex')]).toEqual([1, 200, 0]);
    expect([note, lines]).toEqual(['', []]);
  });

  test.each([
    ['status', { status: 204 }, 'the status is 200', 0],
    ['body', { body: 'ready' }, 'the body has not what it should: ready', 1],
    ['forbidden words', { bodyNot: 'broken' }, 'the body has what it must not: broken', 1],
    ['size', { bodyLimit: '4B' as const }, 'the body is larger than 4 bytes', 0],
  ])('fails by its %s, and says why', async (_, condition, reason, byPattern) => {
    const port = await servers.http((_request, response) => response.end('broken'));
    const { of, note, lines } = await made({
      http: { shop: { url: `http://127.0.0.1:${port}/`, ...condition } },
    });
    expect([of('success'), note, of('failed_due_to_regex')]).toEqual([0, reason, byPattern]);
    expect(lines).toEqual([`the probe shop of http://127.0.0.1:${port}/ fails: ${reason}`]);
  });

  test('sends method, body, headers and credentials to its own server and to no other', async () => {
    const seen: string[] = [];
    const other = await servers.http(({ headers, method }, response) => {
      seen.push(`other ${method} ${headers.authorization} ${String(headers['x-key'])}`);
      response.end();
    });
    const own = await servers.http((request, response) => {
      request.setEncoding('utf8').on('data', (text: string) => {
        seen.push(
          `own ${request.method} ${request.headers.authorization} ${String(request.headers['x-key'])} ${text}`,
        );
        response.writeHead(302, { location: `http://127.0.0.1:${other}/` }).end();
      });
    });
    process.env['PROBE_TOKEN'] = 'hush';
    const { of } = await made({
      http: {
        shop: {
          url: `http://127.0.0.1:${own}/`,
          method: 'POST',
          requestBody: 'ping',
          headers: { 'x-key': 'k' },
          authorization: { env: 'PROBE_TOKEN' },
        },
      },
    });
    delete process.env['PROBE_TOKEN'];
    expect(seen).toEqual(['own POST Bearer hush k ping', 'other GET undefined undefined']);
    expect([of('success'), of('http_redirects')]).toEqual([1, 1]);
  });
});

describe('hostile answers end within bounds', () => {
  const LIMIT_MS = 300;

  test.each([
    ['hangs', (_write: (text: string) => void) => {}],
    [
      'drips its headers',
      (write: (text: string) => void) => {
        write('HTTP/1.1 200 OK\r\nx: ');
        return setInterval(() => write('x'), 5);
      },
    ],
    [
      'drips its body',
      (write: (text: string) => void) => {
        write('HTTP/1.1 200 OK\r\n\r\n');
        return setInterval(() => write('x'), 5);
      },
    ],
  ])('a server that %s', async (_, answer) => {
    let timer: NodeJS.Timeout | undefined;
    const port = await servers.tcp((socket) => {
      const drips = answer((text) => socket.write(text));
      timer = drips ?? timer;
      socket.on('close', () => clearInterval(timer));
    });
    const { of, note } = await made({ http: { shop: `http://127.0.0.1:${port}/` } }, LIMIT_MS);
    clearInterval(timer);
    expect([of('success'), note]).toEqual([0, 'no answer within 150 ms']);
  });

  test('an endless body is read up to its limit', async () => {
    const port = await servers.http((_, response) => {
      const more = () => {
        while (response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', more);
      more();
    });
    const { of, note } = await made({ http: { shop: `http://127.0.0.1:${port}/` } });
    expect(of('http_uncompressed_body_length')).toBe(1_048_576);
    expect(note).toBe('the body is larger than 1048576 bytes');
  });

  test.each([
    ['what is no HTTP', 'SSH-2.0-OpenSSH\r\n', 'the answer is no HTTP'],
    [
      'endless headers',
      `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`,
      'headers of the answer are too large',
    ],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      'the answer is no HTTP',
    ],
    ['nothing', '', 'the connection was closed early'],
  ])('%s is a failed probe', async (_, bytes, message) => {
    const port = await servers.tcp((socket) => socket.once('data', () => socket.end(bytes)));
    const { of, note } = await made({ http: { shop: `http://127.0.0.1:${port}/` } });
    expect([of('success'), of('http_status_code')]).toEqual([0, 0]);
    expect(note).toContain(message);
  });

  test('redirects in a circle, to files and to addresses of cloud metadata are not followed', async () => {
    const at = async (location: string) => {
      const port = await servers.http((_, response) => response.writeHead(302, { location }).end());
      return made({ http: { shop: `http://127.0.0.1:${port}/` } });
    };
    const circle = await at('/');
    expect([circle.note, circle.of('http_redirects')]).toEqual([
      'the server redirects more than 10 times',
      11,
    ]);
    expect((await at('file:///etc/passwd')).note).toContain('file: URL');
    expect((await at('http://169.254.169.254/')).note).toContain('may not be sent to the address');
    expect((await at('http://[')).note).toContain('what is no URL');
  });

  test.skipIf(OUTER_ADDRESS === undefined)('a redirect leads from no network to this machine', async () => {
    let asked = 0;
    const inside = await servers.http((_, response) => response.end(String(++asked)));
    const location = `http://127.0.0.1:${inside}/`;
    const lead = await servers.http((_, response) => response.writeHead(302, { location }).end(), '0.0.0.0');
    const { of, note } = await made({ http: { shop: `http://${OUTER_ADDRESS}:${lead}/` } });
    expect([of('success'), asked]).toEqual([0, 0]);
    expect(note).toContain('may not be sent to the address 127.0.0.1');
  });

  test('an address of cloud metadata is never asked', async () => {
    const { of, note } = await made({ tcp: { metadata: '169.254.169.254:80' } });
    expect([of('success'), of('ip_protocol')]).toEqual([0, 0]);
    expect(note).toContain('may not be sent to the address');
  });
});

describe('a probe that speaks TLS', () => {
  let authority: CertificateAuthority;
  let valid: CertificateFiles;
  let foreign: CertificateFiles;
  beforeAll(() => {
    authority = createAuthority(folder.path);
    valid = authority.issue({ name: 'IP:127.0.0.1,DNS:localhost', days: 1 });
    foreign = authority.issue({ name: 'DNS:other.example' });
  });

  const listen = ({ certFile, keyFile }: CertificateFiles, http2 = false): Promise<number> => {
    const options = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
    const server: Server = http2
      ? createSecureServer({ ...options, allowHTTP1: true }, (_, response) => void response.end('ok'))
      : createHttpsServer(options, (_, response) => void response.end('ok'));
    server.on('tlsClientError', () => {});
    return servers.listen(server);
  };

  test('measures when the certificate expires, and the chain that was verified', async () => {
    const port = await listen(valid);
    const { of, note } = await made({
      tls: { mail: { address: `127.0.0.1:${port}`, tls: { caFile: authority.caFile } } },
    });
    expect(note).toBe('');
    const left = (of('ssl_earliest_cert_expiry') ?? 0) - Date.now() / 1000;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(86_400);
    expect(of('ssl_last_chain_expiry_timestamp_seconds')).toBe(of('ssl_earliest_cert_expiry'));
  });

  test('a certificate that is not trusted, or for another host, is a failure that says so', async () => {
    const untrusted = await made({ tls: { mail: `127.0.0.1:${await listen(valid)}` } });
    expect(untrusted.note).toContain('name it as tls.caFile to trust it');
    const address = `127.0.0.1:${await listen(foreign)}`;
    const other = await made({ tls: { mail: { address, tls: { caFile: authority.caFile } } } });
    expect(other.note).toContain('the certificate is for another host');
    expect([other.of('success'), other.of('ssl_earliest_cert_expiry')]).toEqual([0, undefined]);
  });

  test('a certificate of any kind is measured where none is refused', async () => {
    const address = `127.0.0.1:${await listen(foreign)}`;
    const { of } = await made({ tls: { mail: { address, tls: { insecureSkipVerify: true } } } });
    expect(of('success')).toBe(1);
    expect(of('ssl_earliest_cert_expiry')).toBeGreaterThan(Date.now() / 1000);
    // The zero of Go's time: no chain was verified.
    expect(of('ssl_last_chain_expiry_timestamp_seconds')).toBe(-62_135_596_800);
  });

  test('an https URL is asked over HTTP/2 where the server speaks it', async () => {
    const tls = { caFile: authority.caFile };
    const newer = await made({
      http: { shop: { url: `https://localhost:${await listen(valid, true)}/`, tls } },
    });
    expect([newer.of('success'), newer.of('http_version'), newer.of('http_ssl')]).toEqual([1, 2, 1]);
    const older = await made({ http: { shop: { url: `https://127.0.0.1:${await listen(valid)}/`, tls } } });
    expect([older.of('success'), older.of('http_version'), older.of('http_ssl')]).toEqual([1, 1.1, 1]);
  });

  test('a port without TLS is a failure', async () => {
    const port = await servers.http((_, response) => response.end('plain'));
    const { of, note } = await made({ http: { shop: `https://127.0.0.1:${port}/` } });
    expect([of('success'), of('http_ssl')]).toEqual([0, 0]);
    expect(note).toContain('does not speak TLS');
  });
});

test('the protocol of addresses is chosen as the probe says, and the other one is taken where it is the only one', async () => {
  const port = await servers.tcp((socket) => socket.end());
  const four = await made({ tcp: { db: { address: `localhost:${port}`, ipProtocol: 'ip4' } } });
  expect([four.of('success'), four.of('ip_protocol')]).toEqual([1, 4]);
  const only = await made({ tcp: { db: { address: `127.0.0.1:${port}`, ipProtocol: 'ip6' } } });
  expect([only.of('success'), only.of('ip_protocol')]).toEqual([1, 4]);
});
