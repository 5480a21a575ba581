import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { ServerOptions } from 'node:https';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import type { ResolvedScrapeAccess, ResolvedScrapeTls } from '@telltale/definition';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { suiteFolder } from '../../../../test/support/temporary-folder.ts';
import type { CertificateAuthority, CertificateFiles } from '../../../../test/support/certificates.ts';
import { createAuthority, replaceCertificate } from '../../../../test/support/certificates.ts';
import { testServers } from '../../test/support/test-servers.ts';
import { explainFailure } from './explain-failure.ts';
import { createHttpAccess } from './http-access.ts';
import { HttpConnections } from './http-connections.ts';

const folder = suiteFolder();
const servers = testServers();
let connections = new HttpConnections();
afterEach(async () => {
  await connections.close();
  connections = new HttpConnections();
});

let trusted: CertificateAuthority;
let stranger: CertificateAuthority;
let server: CertificateFiles;
let client: CertificateFiles;
beforeAll(() => {
  trusted = createAuthority(folder.path, 'trusted');
  stranger = createAuthority(folder.path, 'stranger');
  server = trusted.issue({ name: 'DNS:localhost,IP:127.0.0.1' });
  client = trusted.issue({ name: 'DNS:telltale' });
});

const pem = ({ certFile, keyFile }: CertificateFiles) => ({
  cert: readFileSync(certFile),
  key: readFileSync(keyFile),
});

/** Starts a server that answers with the names of the client's certificate. */
async function listen(files: CertificateFiles, options: ServerOptions = {}): Promise<string> {
  const https = createServer({ ...pem(files), ...options }, ({ socket }, response) => {
    const { subjectaltname = 'nobody' } = (socket as TLSSocket).getPeerCertificate() ?? {};
    response.end(subjectaltname);
  });
  https.on('tlsClientError', (_, socket) => socket.destroy());
  return `https://127.0.0.1:${await servers.listen(https)}/`;
}

async function ask(url: string, tls?: ResolvedScrapeTls, more: ResolvedScrapeAccess = {}): Promise<string> {
  try {
    const access = createHttpAccess({ ...(tls && { tls }), ...more }, connections);
    const { body } = await access.get({ url, headers: {}, signal: AbortSignal.timeout(5000) });
    return await body.text();
  } catch (error) {
    return explainFailure(error);
  }
}

describe('the certificate of a server', () => {
  test('is trusted by its authority, also for a name that the address is not', async () => {
    const { caFile } = trusted;
    expect(await ask(await listen(server), { caFile })).toBe('nobody');
    const named = trusted.issue({ name: 'DNS:shop.internal' });
    expect(await ask(await listen(named), { caFile, serverName: 'shop.internal' })).toBe('nobody');
  });

  test('that has expired, is of another host, of an unknown authority or of none is refused (case 51)', async () => {
    const { caFile } = trusted;
    const expired = trusted.issue({ name: 'IP:127.0.0.1', days: -1 });
    const elsewhere = trusted.issue({ name: 'DNS:elsewhere.example' });
    expect(await ask(await listen(expired), { caFile })).toBe('the certificate of the server has expired');
    expect(await ask(await listen(elsewhere), { caFile })).toContain('the certificate is for another host');
    expect(await ask(await listen(server))).toContain('the authority of the certificate is not');
    expect(await ask(await listen(server), { caFile: stranger.caFile })).toContain(
      'the authority of the certificate',
    );
    const selfSigned = { certFile: trusted.caFile, keyFile: join(folder.path, 'trusted.key') };
    expect(await ask(await listen(selfSigned))).toContain('is signed by itself');
  });

  test('is not looked at where that was asked for', async () => {
    const expired = stranger.issue({ name: 'DNS:elsewhere.example', days: -1 });
    expect(await ask(await listen(expired), { insecureSkipVerify: true })).toBe('nobody');
  });

  test('matters no more than that there is one: a server without TLS, or with too old a version, is told', async () => {
    const port = await servers.http((_, response) => response.end());
    expect(await ask(`https://127.0.0.1:${port}/`)).toContain('does not speak TLS');
    const old = await listen(server, { maxVersion: 'TLSv1.2' });
    const { caFile } = trusted;
    expect(await ask(old, { caFile })).toBe('nobody');
    expect(await ask(old, { caFile, minVersion: 'TLSv1.3' })).toContain('no version of TLS that is allowed');
  });
});

describe('the certificate of the station', () => {
  const mutual = (): ServerOptions => ({ requestCert: true, ca: readFileSync(trusted.caFile) });

  test('is shown, and read anew when its file has changed', async () => {
    const url = await listen(server, mutual());
    const place = trusted.issue({ name: 'DNS:first' });
    const tls = { caFile: trusted.caFile, ...place };
    expect(await ask(url, tls)).toBe('DNS:first');
    replaceCertificate(place, trusted.issue({ name: 'DNS:second.example' }));
    expect(await ask(url, tls)).toBe('DNS:second.example');
  });

  test('that is missing, or of an authority the server does not trust, is told (case 51)', async () => {
    const url = await listen(server, mutual());
    // Servers of Node.js only close the connection, others send an alert first.
    const refusal = /certificate|closed early/;
    expect(await ask(url, { caFile: trusted.caFile })).toMatch(refusal);
    const wrong = stranger.issue({ name: 'DNS:telltale' });
    expect(await ask(url, { caFile: trusted.caFile, ...wrong })).toMatch(refusal);
  });

  test('whose names the server does not take is an answer that is not 200 (case 51)', async () => {
    const https = createServer({ ...pem(server), ...mutual() }, ({ socket }, response) => {
      const { subjectaltname } = (socket as TLSSocket).getPeerCertificate();
      response.writeHead(subjectaltname === 'DNS:allowed' ? 200 : 403).end(subjectaltname);
    });
    const url = `https://127.0.0.1:${await servers.listen(https)}/`;
    const access = createHttpAccess({ tls: { caFile: trusted.caFile, ...client } }, connections);
    const { statusCode, body } = await access.get({ url, headers: {}, signal: AbortSignal.timeout(5000) });
    expect([statusCode, await body.text()]).toEqual([403, 'DNS:telltale']);
  });

  test('is not shown to where a redirect leads', async () => {
    const other = await listen(server, { requestCert: true, rejectUnauthorized: false });
    const https = createServer(pem(server), (_, response) =>
      response.writeHead(302, { location: other }).end(),
    );
    const url = `https://127.0.0.1:${await servers.listen(https)}/`;
    expect(await ask(url, { caFile: trusted.caFile, ...client })).toBe('nobody');
    expect(await ask(other, { caFile: trusted.caFile, ...client })).toBe('DNS:telltale');
  });

  test('files that are missing, empty or do not belong together are told by name', async () => {
    const url = await listen(server);
    expect(await ask(url, { caFile: '/nowhere/ca.pem' })).toContain('/nowhere/ca.pem of a certificate');
    const empty = join(folder.path, 'empty.pem');
    writeFileSync(empty, '');
    expect(await ask(url, { caFile: empty })).toBe(`the file ${empty} has no certificate in PEM`);
    const mixed = { certFile: client.certFile, keyFile: server.keyFile };
    expect(await ask(url, mixed)).toContain(`${mixed.certFile}, ${mixed.keyFile} cannot be used together`);
  });
});

test('through a proxy, TLS is between the station and the target', async () => {
  const url = await listen(server, { requestCert: true, ca: readFileSync(trusted.caFile) });
  const tunnels: string[] = [];
  const port = await servers.tcp((socket) =>
    socket.once('data', (head: Buffer) => {
      const [, host = '', targetPort = ''] = /^CONNECT ([^:]+):(\d+) /.exec(head.toString()) ?? [];
      tunnels.push(`${host}:${targetPort}`);
      const target = connect(Number(targetPort), host, () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      socket.pipe(target).pipe(socket);
      target.on('error', () => socket.destroy());
    }),
  );
  const tls = { caFile: trusted.caFile, ...client };
  expect(await ask(url, tls, { proxyUrl: `http://127.0.0.1:${port}` })).toBe('DNS:telltale');
  expect(tunnels).toEqual([new URL(url).host]);
});
