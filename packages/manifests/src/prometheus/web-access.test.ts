import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { dirname, join } from 'node:path';
import type { SecureVersion } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasProgram } from '../../../../test/support/counterpart.ts';
import { freePort } from '../../../../test/support/free-port.ts';
import type { Program } from '../../../../test/support/program.ts';
import { startProgram, stopProgram } from '../../../../test/support/program.ts';
import { suiteFolder } from '../../../../test/support/temporary-folder.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { createAuthority } from '../../../../test/support/certificates.ts';
import { SMALL_DEFINITION } from '../../test/stack-definition.ts';
import { generatePrometheus } from './generate-prometheus.ts';

const PASSWORD = 'correct horse';
/** Of the password, as `htpasswd -nBC 10 ops` prints it. */
const HASH = '$2y$10$abcdefghijklmnopqrstuu23JPZtHcGhwXSF41f93o/7vBdDut3Xu';

/** Of a client that speaks nothing newer. */
const OLD_TLS = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;

const folder = suiteFolder();

describe.skipIf(!hasProgram('prometheus') || !hasProgram('openssl'))('a Prometheus with users', () => {
  let program: Program;
  let port: number;
  let ca: string;

  beforeAll(async () => {
    const authority = createAuthority(folder.path);
    const tls = authority.issue({ name: 'DNS:localhost,IP:127.0.0.1' });
    ca = readFileSync(authority.caFile, 'utf8');
    const web = { users: { ops: HASH }, tls };
    for (const { path, text } of generatePrometheus(SMALL_DEFINITION, {
      target: { prometheus: '2.42' },
      web,
    })) {
      mkdirSync(dirname(join(folder.path, path)), { recursive: true });
      writeFileSync(join(folder.path, path), text);
    }
    port = await freePort();
    program = startProgram('prometheus', [
      `--config.file=${join(folder.path, 'prometheus/prometheus.yml')}`,
      `--web.config.file=${join(folder.path, 'prometheus/web.yml')}`,
      `--storage.tsdb.path=${join(folder.path, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--enable-feature=native-histograms',
    ]);
    await waitFor('it answers', async () => (await ask({ ca })) === 401);
  }, 30_000);
  afterAll(() => stopProgram(program));

  /** The status that a question gets. */
  const ask = (options: { ca?: string; auth?: string; maxVersion?: SecureVersion }) =>
    new Promise<number | undefined>((resolve, reject) => {
      const url = `https://localhost:${port}/-/ready`;
      const asked = request(url, { ...options, agent: false }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      asked.on('error', reject);
      asked.end();
    });

  it('answers who knows the password, and nobody else', async () => {
    await waitFor('it is ready', async () => (await ask({ ca, auth: `ops:${PASSWORD}` })) === 200);
    expect(await ask({ ca })).toBe(401);
    expect(await ask({ ca, auth: 'ops:wrong' })).toBe(401);
    expect(await ask({ ca, auth: `other:${PASSWORD}` })).toBe(401);
  });

  it('shows the certificate that it was given, and speaks nothing below TLS 1.2', async () => {
    await expect(ask({})).rejects.toThrow(/verify|issuer/);
    await expect(ask({ ca, ...OLD_TLS })).rejects.toThrow('protocol version');
    await expect(fetch(`http://localhost:${port}/-/ready`).then(({ status }) => status)).resolves.toBe(400);
  });

  it('promtool takes the file, in which no password stands', () => {
    const file = join(folder.path, 'prometheus/web.yml');
    const { status, stderr } = spawnSync('promtool', ['check', 'web-config', file], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, `${file} SUCCESS\n`]);
    expect(readFileSync(file, 'utf8')).not.toContain(PASSWORD);
  });
});
