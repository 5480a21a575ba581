import { chownSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResolvedScrapeTls } from '@telltale/definition';
import type { Station } from '@telltale/station';
import type { TargetsResponse } from '@telltale/station/contract';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { GuardedServer, ThrowAwayPostgres } from '../../examples/support/src/servers/index.ts';
import {
  askDatabase,
  startGuardedServer,
  startThrowAwayPostgres,
} from '../../examples/support/src/servers/index.ts';
import type { CertificateAuthority } from '../support/certificates.ts';
import { createAuthority } from '../support/certificates.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { getJson } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { collectedStation, untilCollected } from './collected-station.ts';

const NAME = 'db.example';
const isInstalled = ['postgres', 'redis-server', 'openssl'].every(hasProgram);

/** The connections that are tried, and what the page of targets says of each of them. */
const TRIED = {
  verified: '',
  'wrong-authority': /^the authority of the certificate is not (?:known|trusted); name it as tls\.caFile/,
  'wrong-name': /^the certificate is for another host: .*other\.example/,
  'no-certificate': /certificate/,
  'no-file': /no-such\.pem/,
} as const;

describe.runIf(isInstalled)('servers that speak TLS, and ask for a certificate', () => {
  const folder = suiteFolder();
  let postgres: ThrowAwayPostgres;
  let redis: GuardedServer;
  let station: Station;

  beforeAll(async () => {
    const authority = createAuthority(folder.path);
    const [postgresPort, redisPort, plainPort] = [await freePort(), await freePort(), await freePort()];
    postgres = await startSecuredPostgres(authority, postgresPort);
    redis = startSecuredRedis(authority, { port: plainPort, tlsPort: redisPort });
    const tries = Object.entries(connections(folder.path, authority));
    station = await collectedStation(folder.path, {
      postgres: tries.map(([name, tls]) => ({
        job: `postgres-${name}`,
        address: `localhost:${postgresPort}`,
        database: 'postgres',
        labels: {},
        tls,
      })),
      redis: [
        ...tries.map(([name, tls]) => ({
          job: `redis-${name}`,
          address: `127.0.0.1:${redisPort}`,
          labels: {},
          tls,
        })),
        { job: 'redis-tls-to-plain', address: `127.0.0.1:${plainPort}`, labels: {}, tls: tries[0][1] },
        { job: 'redis-plain-to-tls', address: `127.0.0.1:${redisPort}`, labels: {} },
      ],
    });
  }, 60_000);

  afterAll(async () => {
    await station?.stop();
    await Promise.all([postgres?.stop(), redis?.stop()]);
  });

  test.each([
    ['redis-tls-to-plain', 'is TLS on at this address?'],
    ['redis-plain-to-tls', 'the connection was closed early'],
  ])(
    '%s: the page of targets says that one of both speaks TLS',
    async (job, reason) => {
      await untilNoted(job, (note) => note.includes(reason));
      await untilCollected(station, `redis_up{job="${job}"}`, (up) => up === 0);
    },
    30_000,
  );

  /** A connection may also take too long at times: the next one says the reason. */
  async function untilNoted(job: string, isWanted: (note: string) => boolean): Promise<void> {
    await waitFor(`the reason of ${job}`, async () => {
      const { targets } = (await getJson(`${station.url}/api/telltale/targets`)) as TargetsResponse;
      const target = targets.find((one) => one.job === job);
      return target?.health === 'up' && isWanted(target.note ?? '');
    });
  }

  describe.each(['postgres', 'redis'])('%s', (product) => {
    test.each(Object.entries(TRIED))(
      '%s: the page of targets says whether it is read, and why not',
      async (name, note) => {
        const isWanted = (text: string) => (note === '' ? text === note : note.test(text));
        const prefix = product === 'postgres' ? 'pg' : 'redis';
        const job = `${product}-${name}`;
        await untilNoted(job, isWanted);
        await untilCollected(station, `${prefix}_up{job="${job}"}`, (up) => up === (note === '' ? 1 : 0));
      },
      30_000,
    );
  });
});

function connections(
  folder: string,
  authority: CertificateAuthority,
): Readonly<Record<keyof typeof TRIED, ResolvedScrapeTls>> {
  const client = authority.issue({ name: 'DNS:telltale' });
  const verified = { caFile: authority.caFile, ...client, serverName: NAME };
  return {
    verified,
    'wrong-authority': { ...verified, caFile: createAuthority(folder, 'stranger').caFile },
    'wrong-name': { ...verified, serverName: 'other.example' },
    'no-certificate': { caFile: authority.caFile, serverName: NAME },
    'no-file': { ...verified, caFile: join(folder, 'no-such.pem') },
  };
}

/** Over TCP nobody is let in without TLS and a certificate of the authority. */
async function startSecuredPostgres(
  authority: CertificateAuthority,
  port: number,
): Promise<ThrowAwayPostgres> {
  const database = { name: 'telltale-secured', database: 'shop', schema: '' };
  const server = await startThrowAwayPostgres({ ...database, port });
  const files = { ...authority.issue({ name: `DNS:${NAME}` }), caFile: authority.caFile };
  const { uid, gid } = statSync(server.folder);
  const admin = server.urlFor('postgres');
  for (const [setting, file] of [
    ['ssl_ca_file', files.caFile],
    ['ssl_cert_file', files.certFile],
    ['ssl_key_file', files.keyFile],
  ]) {
    const path = join(server.folder, `${setting}.pem`);
    writeFileSync(path, readFileSync(file), { mode: 0o600 });
    chownSync(path, uid, gid);
    await askDatabase(admin, `alter system set ${setting} = '${path}'`);
  }
  await askDatabase(admin, 'alter system set ssl = on');
  const rules = ['local all all trust', 'hostssl all all 127.0.0.1/32 trust clientcert=verify-ca'];
  writeFileSync(join(server.folder, 'data/pg_hba.conf'), `${rules.join('\n')}\n`);
  await askDatabase(admin, 'select pg_reload_conf()');
  return server;
}

/** At one port it speaks TLS, at the other it does not. */
function startSecuredRedis(
  authority: CertificateAuthority,
  { port, tlsPort }: { readonly port: number; readonly tlsPort: number },
): GuardedServer {
  const { certFile, keyFile } = authority.issue({ name: `DNS:${NAME}` });
  const settings = {
    port: String(port),
    'tls-port': String(tlsPort),
    bind: '127.0.0.1',
    'tls-cert-file': certFile,
    'tls-key-file': keyFile,
    'tls-ca-cert-file': authority.caFile,
    save: '',
  };
  const args = Object.entries(settings).flatMap(([setting, value]) => [`--${setting}`, value]);
  return startGuardedServer('telltale-secured', {}, (folder) => ['redis-server', ...args, '--dir', folder]);
}
