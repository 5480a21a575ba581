import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { askOverTls } from '../../../../test/support/ask-over-tls.ts';
import type { CertificateAuthority, CertificateFiles } from '../../../../test/support/certificates.ts';
import { createAuthority, replaceCertificate } from '../../../../test/support/certificates.ts';
import { suiteFolder } from '../../../../test/support/temporary-folder.ts';
import { defineMonitoring } from '../define.ts';
import { instrument } from '../instrument.ts';
import type { ServerTls } from './server-certificate.ts';

const LOCAL = 'IP:127.0.0.1';

const folder = suiteFolder();
let authority: CertificateAuthority;
let server: CertificateFiles;
beforeAll(() => {
  authority = createAuthority(folder.path);
  server = authority.issue({ name: LOCAL });
});

async function serve(tls: ServerTls) {
  const told: string[] = [];
  const t = instrument(defineMonitoring({ service: 'shop' }));
  t.onDiagnostic(({ message }) => void told.push(message));
  onTestFinished(() => t.shutdown());
  const { url } = await t.serve({ port: 0, tls });
  return { url, told };
}

test('the metrics port speaks TLS, and has the certificate that its files have', async () => {
  const place = authority.issue({ name: `${LOCAL},DNS:first` });
  const { url = '', told } = await serve(place);
  expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/metrics$/);
  const ask = () => askOverTls(url, { caFile: authority.caFile });
  expect(await ask()).toMatchObject({ status: 200, servedBy: expect.stringContaining('DNS:first') });
  const next = authority.issue({ name: `${LOCAL},DNS:second.example` });
  writeFileSync(place.certFile, readFileSync(next.certFile));
  expect((await ask()).servedBy).toContain('DNS:first');
  expect(told).toEqual([expect.stringContaining('the new certificate of metrics is not used')]);
  replaceCertificate(place, next);
  expect((await ask()).servedBy).toContain('DNS:second.example');
});

test('it answers only who shows a certificate, where it asks for one', async () => {
  const { url = '' } = await serve({ ...server, clientCaFile: authority.caFile });
  const { caFile } = authority;
  const client = authority.issue({ name: 'DNS:prometheus' });
  expect((await askOverTls(url, { caFile, client })).status).toBe(200);
  await expect(askOverTls(url, { caFile })).rejects.toThrow();
});

test('a certificate that is not there is told, and does not end the service', async () => {
  const { url, told } = await serve({ ...server, certFile: '/nowhere/tls.crt' });
  expect(url).toBeUndefined();
  expect(told).toEqual([expect.stringContaining('/nowhere/tls.crt')]);
});
