import { createStation } from '@telltale/station';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { CertificateAuthority, CertificateFiles } from '../../../../test/support/certificates.ts';
import { createAuthority } from '../../../../test/support/certificates.ts';
import { suiteFolder } from '../../../../test/support/temporary-folder.ts';
import { run, temporaryFolder } from '../../test/support/run-cli.ts';

const folder = suiteFolder();
let authority: CertificateAuthority;
let stranger: CertificateAuthority;
let server: CertificateFiles;
let client: CertificateFiles;
beforeAll(() => {
  authority = createAuthority(folder.path, 'authority');
  stranger = createAuthority(folder.path, 'stranger');
  server = authority.issue({ name: 'IP:127.0.0.1' });
  client = authority.issue({ name: 'DNS:ops.internal' });
});

async function stationUrl(clientCaFile?: string): Promise<string> {
  const station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: temporaryFolder(),
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    tls: { ...server, ...(clientCaFile !== undefined && { clientCaFile }) },
  });
  onTestFinished(() => station.stop());
  return station.url;
}

test('commands ask a station over TLS whose authority they are given, and say what is wrong of others', async () => {
  const url = await stationUrl();
  const query = (...more: string[]) => run(folder.path, 'query', 'vector(7)', '--url', url, ...more);
  expect(await query('--ca', authority.caFile)).toMatchObject({
    exitCode: 0,
    output: expect.stringContaining('7'),
  });
  const unknown = 'the authority of its certificate is not known: name it with --ca';
  for (const answer of [await query(), await query('--ca', stranger.caFile)]) {
    expect(answer).toMatchObject({ exitCode: 2, errors: expect.stringContaining(unknown) });
  }
  const status = await run(folder.path, 'status', '--url', url, '--ca', authority.caFile);
  expect(status.output).toContain(url);
  expect(await query('--ca', '/nowhere/ca.pem')).toMatchObject({
    exitCode: 2,
    errors: expect.stringContaining('/nowhere/ca.pem'),
  });
});

test('they show their certificate to a station that asks for one, which tells them where it does not do', async () => {
  const url = await stationUrl(authority.caFile);
  const ask = (...more: string[]) =>
    run(folder.path, 'logs', '--url', url, '--ca', authority.caFile, ...more);
  expect((await ask('--cert', client.certFile, '--key', client.keyFile)).exitCode).toBe(0);
  expect(await ask()).toMatchObject({
    exitCode: 2,
    errors: expect.stringContaining('this station asks for a client certificate: none was shown'),
  });
  expect(await ask('--cert', client.certFile)).toMatchObject({
    exitCode: 2,
    errors: expect.stringContaining('a client certificate and its key go together'),
  });
});
