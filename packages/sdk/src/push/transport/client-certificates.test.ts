import { readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { CertificateAuthority, CertificateFiles } from '../../../../../test/support/certificates.ts';
import { createAuthority, replaceCertificate } from '../../../../../test/support/certificates.ts';
import { suiteFolder } from '../../../../../test/support/temporary-folder.ts';
import { ClientCertificates } from './client-certificates.ts';
import { send } from './send.ts';

const folder = suiteFolder();
let authority: CertificateAuthority;
let server: CertificateFiles;
beforeAll(() => {
  authority = createAuthority(folder.path);
  server = authority.issue({ name: 'DNS:localhost' });
});

/** A receiver that asks for a certificate, and the names of those that it was shown. */
async function receiver() {
  const shown: (string | undefined)[] = [];
  const https = createServer(
    {
      cert: readFileSync(server.certFile),
      key: readFileSync(server.keyFile),
      ca: readFileSync(authority.caFile),
      requestCert: true,
      rejectUnauthorized: false,
    },
    ({ socket }, response) => {
      shown.push((socket as TLSSocket).getPeerCertificate().subjectaltname);
      response.end();
    },
  );
  await new Promise<void>((resolve) => https.listen(0, 'localhost', resolve));
  onTestFinished(() => {
    https.closeAllConnections();
    https.close();
  });
  return { url: `https://localhost:${(https.address() as AddressInfo).port}/`, shown };
}

const sendTo = (url: string, certificates: ClientCertificates) =>
  send({ method: 'POST', url, headers: {}, body: 'x' }, { timeoutMs: 5000, keepsAlive: true, certificates });

test('what is sent goes by the authority that the environment names, and to no other server', async () => {
  const { url, shown } = await receiver();
  const named = new ClientCertificates({ OTEL_EXPORTER_OTLP_CERTIFICATE: authority.caFile });
  expect(await sendTo(url, named)).toEqual({ result: 'sent' });
  expect(await sendTo(url, new ClientCertificates({}))).toMatchObject({ result: 'failed' });
  expect(shown).toEqual([undefined]);
});

test('the certificate of the program is shown, and read anew when its file has changed', async () => {
  const { url, shown } = await receiver();
  const place = authority.issue({ name: 'DNS:first' });
  const certificates = new ClientCertificates({
    OTEL_EXPORTER_OTLP_CERTIFICATE: authority.caFile,
    OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: place.certFile,
    OTEL_EXPORTER_OTLP_CLIENT_KEY: place.keyFile,
  });
  await sendTo(url, certificates);
  replaceCertificate(place, authority.issue({ name: 'DNS:second.example' }));
  await sendTo(url, certificates);
  expect(shown).toEqual(['DNS:first', 'DNS:second.example']);
  rmSync(place.keyFile);
  expect(await sendTo(url, certificates)).toEqual({
    result: 'failed',
    reason: `${url}: what OTEL_EXPORTER_OTLP_CLIENT_KEY names cannot be used`,
  });
});
