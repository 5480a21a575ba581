import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeOtlpLogs } from '@telltale/model/wire';
import type { LogsResponse } from '../contract.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CertificateAuthority, CertificateFiles } from '../../../../test/support/certificates.ts';
import { createAuthority, replaceCertificate } from '../../../../test/support/certificates.ts';
import { suiteFolder } from '../../../../test/support/temporary-folder.ts';
import type { TlsQuestion } from '../../../../test/support/ask-over-tls.ts';
import { askOverTls } from '../../../../test/support/ask-over-tls.ts';
import { intakeStation } from '../../test/support/intake-station.ts';
import { otlpGrpcClient } from '../../test/support/otlp-grpc-client.ts';
import type { StationSettings } from '../settings.ts';
import { hashToken } from '../sign-in/tokens.ts';

const LOCAL = 'DNS:localhost,DNS:station.example,IP:127.0.0.1';
const OLD_TLS = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
const POLL = { timeout: 15_000 };

const folder = suiteFolder();
let authority: CertificateAuthority;
let stranger: CertificateAuthority;
let server: CertificateFiles;
let client: CertificateFiles;
beforeAll(() => {
  authority = createAuthority(folder.path, 'authority');
  stranger = createAuthority(folder.path, 'stranger');
  server = authority.issue({ name: LOCAL });
  client = authority.issue({ name: 'DNS:shop.internal' });
});

/** A station over TLS, and what it said. */
async function station(tls: Partial<StationSettings['tls']> = {}, settings: Partial<StationSettings> = {}) {
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const running = await intakeStation({
    tls: { ...server, ...tls },
    otlp: { http: 0, grpc: 0 },
    log,
    ...settings,
  });
  const ask = (path: string, question: Partial<TlsQuestion> = {}) =>
    askOverTls(running.url + path, { caFile: authority.caFile, ...question });
  /** Of the station's own metrics, read with a certificate that is always right. */
  const metric = async (series: string) => {
    const { text } = await ask('/metrics', { client: server });
    const line = text.split('\n').find((one) => one.startsWith(`${series} `));
    return Number(line?.slice(series.length));
  };
  return { ...running, lines, ask, metric };
}

function logsOf(message: string): Uint8Array {
  const attributes = {};
  return writeOtlpLogs([
    { timeMs: Date.now(), severity: 9, service: 'shop', message, attributes, resource: {} },
  ]);
}

describe('a station with a certificate', () => {
  test('answers over TLS to who trusts its authority, and over nothing else', async () => {
    const { url, ask, lines, metric } = await station();
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect((await ask('/-/ready')).status).toBe(200);
    await expect(askOverTls(`${url}/-/ready`, { caFile: stranger.caFile })).rejects.toThrow(/verify|issuer/);
    await expect(ask('/-/ready', OLD_TLS)).rejects.toThrow('protocol version');
    await expect(fetch(url.replace('https', 'http'))).rejects.toThrow();
    await expect
      .poll(() => metric('telltale_tls_refused_total{reason="plain_http"}'), POLL)
      .toBeGreaterThanOrEqual(1);
    await expect
      .poll(() => metric('telltale_tls_refused_total{reason="old_version"}'), POLL)
      .toBeGreaterThanOrEqual(1);
    expect(lines.join('\n')).toContain('it speaks HTTP without TLS: its address needs https://');
  });

  test('reads its own metrics, and knows when the certificate ends', async () => {
    const { ask, metric } = await station({}, { builtInIntervalMs: 200 });
    const up = async () => (await ask('/api/v1/query?query=up%7Bjob%3D%22telltale%22%7D')).text;
    await expect.poll(up, POLL).toMatch(/"value":\[[\d.]+,"1"\]/);
    const expiry = await metric('telltale_tls_certificate_expiry_timestamp_seconds');
    expect(expiry).toBeGreaterThan(Date.now() / 1000);
    expect(expiry).toBeLessThan(Date.now() / 1000 + 2 * 86_400);
  });

  test('takes OTLP over TLS: on its own port, on that of HTTP and on that of gRPC', async () => {
    const { url, otlp, ask } = await station();
    const { caFile } = authority;
    const headers = { 'content-type': 'application/x-protobuf' };
    for (const at of [url, otlp.httpUrl]) {
      expect(at).toMatch(/^https:/);
      const question = { caFile, method: 'POST', headers, body: logsOf(`by ${at}`) };
      expect((await askOverTls(`${at}/v1/logs`, question)).status).toBe(200);
    }
    expect(otlp.grpcUrl).toMatch(/^https:/);
    const grpc = otlpGrpcClient(otlp.grpcUrl ?? '', { tls: { ca: readFileSync(caFile) } });
    await grpc.export('logs', logsOf('by gRPC'));
    const messages = async () => {
      const { text } = await ask('/api/telltale/logs?range=1h');
      return (JSON.parse(text) as LogsResponse).records.map(({ message }) => message).toSorted();
    };
    await expect.poll(messages, POLL).toEqual([`by ${otlp.httpUrl}`, `by ${url}`, 'by gRPC'].toSorted());
  });

  test('has the new certificate when its files have changed, and keeps the old one while they do not fit', async () => {
    const place = authority.issue({ name: `${LOCAL},DNS:first.internal` });
    const { ask, lines, metric } = await station(place);
    expect((await ask('/-/ready')).servedBy).toContain('first.internal');
    const next = authority.issue({ name: `${LOCAL},DNS:second.internal` });
    writeFileSync(place.certFile, readFileSync(next.certFile));
    expect((await ask('/-/ready')).servedBy).toContain('first.internal');
    expect(lines.filter((line) => line.includes('is not used'))).toEqual([
      expect.stringContaining(`${place.certFile}, ${place.keyFile} cannot be used together`),
    ]);
    replaceCertificate(place, next);
    expect((await ask('/-/ready')).servedBy).toContain('second.internal');
    expect(await metric('telltale_tls_unusable_certificates_total')).toBe(1);
  });

  test.each([
    ['a file that is missing', { certFile: '/nowhere/tls.crt' }, '/nowhere/tls.crt cannot be read'],
    ['a key of another certificate', () => ({ keyFile: client.keyFile }), 'cannot be used together'],
    ['a file without a certificate', () => ({ certFile: server.keyFile }), 'has no certificate in PEM'],
    ['a file without a key', () => ({ keyFile: server.certFile }), 'has no private key in PEM'],
  ])('does not start with %s, and names it', async (_, tls, message) => {
    await expect(station(typeof tls === 'function' ? tls() : tls)).rejects.toThrow(message);
  });
});

describe('a browser', () => {
  test('is told to come by TLS where the whole host is the station’s, and never of localhost', async () => {
    const { ask } = await station();
    const hsts = async (host: string) =>
      (await ask('/-/ready', { headers: { host } })).headers['strict-transport-security'];
    expect(await hsts('localhost')).toBeUndefined();
    expect(await hsts('127.0.0.1')).toBeUndefined();
    expect(await hsts('station.example:4400')).toBeUndefined();
    expect(await hsts('station.example')).toBe('max-age=31536000');
  });

  test('keeps a session that is sent over TLS alone', async () => {
    const token = 'telltale_token-of-some-length';
    const tokens = [{ name: 'ops', role: 'viewer', sha256: hashToken(token) } as const];
    const { ask } = await station({}, { access: { current: () => ({ tokens, users: [] }) } });
    const { status, headers } = await ask('/api/telltale/login', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    expect([status, headers['set-cookie']]).toEqual([204, [expect.stringMatching(/; Secure$/)]]);
  });

  test('writes from the pages of the station, over TLS as they came', async () => {
    const { url, ask } = await station();
    const write = async (origin: string) =>
      (await ask('/-/reload', { method: 'POST', headers: { origin, host: new URL(url).host } })).text;
    expect(await write(url)).toBe('Lifecycle API is not enabled.');
    expect(await write(url.replace('https', 'http'))).toContain('Requests from pages of other sites');
  });
});

describe('a station that asks for client certificates', () => {
  const mutual = () => ({
    clientCaFile: authority.caFile,
    clientNames: ['shop.internal', 'station.internal'],
  });

  test('answers who shows one, and itself', async () => {
    const { ask } = await station(mutual(), { builtInIntervalMs: 200 });
    expect((await ask('/-/ready', { client })).status).toBe(200);
    const up = async () => (await ask('/api/v1/query?query=up%7Bjob%3D%22telltale%22%7D', { client })).text;
    await expect.poll(up, POLL).toMatch(/"value":\[[\d.]+,"1"\]/);
  });

  test.each([
    ['no certificate', () => undefined, 'no_certificate', 'none was shown'],
    [
      'one of an authority that it does not trust',
      () => stranger.issue({ name: 'DNS:shop.internal' }),
      'unknown_authority',
      'of an authority that is not trusted here: "DNS:shop.internal"',
    ],
    [
      'one of another name',
      () => authority.issue({ name: 'DNS:other.internal' }),
      'wrong_name',
      'none of the names that are let in: "DNS:other.internal"',
    ],
    [
      'one that has expired',
      () => authority.issue({ name: 'DNS:shop.internal', days: -1 }),
      'expired',
      'has expired: "DNS:shop.internal"',
    ],
  ])(
    'tells who shows %s what is wrong, in the answer, the log and a metric',
    async (_, shown, reason, text) => {
      const { ask, lines, metric, otlp } = await station(mutual());
      const files = shown();
      const question = files ? { client: files } : {};
      const answer = await ask('/api/telltale/status', question);
      expect([answer.status, answer.text]).toEqual([
        403,
        expect.stringContaining(JSON.stringify(text).slice(1, -1)),
      ]);
      await ask('/metrics', question);
      const { status } = await askOverTls(`${otlp.httpUrl}/v1/logs`, {
        caFile: authority.caFile,
        ...question,
        method: 'POST',
        headers: { 'content-type': 'application/x-protobuf' },
        body: logsOf('nobody'),
      });
      expect(status).toBe(403);
      expect(await metric(`telltale_tls_refused_total{reason="${reason}"}`)).toBe(3);
      expect(lines.filter((line) => line.includes('was refused'))).toEqual([
        expect.stringMatching(/^A client at 127\.0\.0\.1 was refused: /),
      ]);
      expect(lines.join('\n')).toContain(text);
    },
  );

  test('takes OTLP over gRPC from who shows one, and closes the connection of who does not', async () => {
    const { otlp, metric } = await station(mutual());
    const pem = { ca: readFileSync(authority.caFile) };
    const shown = { key: readFileSync(client.keyFile), cert: readFileSync(client.certFile) };
    const url = otlp.grpcUrl ?? '';
    await otlpGrpcClient(url, { tls: { ...pem, ...shown } }).export('logs', logsOf('in'));
    await expect(otlpGrpcClient(url, { tls: pem }).export('logs', logsOf('out'))).rejects.toThrow(
      'UNAVAILABLE',
    );
    await expect
      .poll(() => metric('telltale_tls_refused_total{reason="no_certificate"}'), POLL)
      .toBeGreaterThanOrEqual(1);
  });

  test('reads its authorities anew as well', async () => {
    const clientCaFile = join(folder.path, 'clients.pem');
    writeFileSync(clientCaFile, readFileSync(authority.caFile));
    const { ask } = await station({ clientCaFile });
    const other = stranger.issue({ name: 'DNS:shop.internal' });
    expect((await ask('/-/ready', { client: other })).status).toBe(403);
    writeFileSync(
      clientCaFile,
      [authority.caFile, stranger.caFile].map((file) => readFileSync(file)).join(''),
    );
    expect((await ask('/-/ready', { client: other })).status).toBe(200);
    expect((await ask('/-/ready', { client })).status).toBe(200);
  });
});
