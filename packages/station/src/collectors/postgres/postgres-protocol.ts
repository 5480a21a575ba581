import { Socket } from 'node:net';
import { dirname, extname } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { checkServerIdentity } from 'node:tls';
import { readSecret } from '@telltale/alerting';
import type {
  ResolvedPostgresCollector,
  ResolvedScrapeTls,
  ResolvedServerCollector,
} from '@telltale/definition';
import { TlsFiles } from '../../access/tls-material.ts';
import type { ServerProtocol } from '../server/server-collector.ts';
import { serverAddress } from '../server/server-address.ts';
import { readPostgres } from './read-postgres.ts';

/** A statement that takes longer is ended by the server: what is watched must not suffer from it. */
const STATEMENT_TIMEOUT_MS = 5000;
/** Waiting for a lock that others hold would be a fault of ours. */
const LOCK_TIMEOUT_MS = 500;
const APPLICATION_NAME = 'telltale';
const DEFAULT_PORT = 5432;

/** PostgreSQL, asked over one connection that can change nothing. */
export const postgresProtocol: ServerProtocol = {
  prefix: 'pg',
  scheme: 'postgresql',
  product: 'PostgreSQL',
  async connect(settings, signal) {
    // Only stations that watch PostgreSQL load its client.
    const { default: pg } = await import('pg');
    const { user, password, tls } = settings;
    const socket = new Socket();
    const destroy = () => socket.destroy();
    signal.addEventListener('abort', destroy, { once: true });
    const client = new pg.Client({
      ...placeOf(settings.address),
      database: databaseOf(settings),
      user: user ?? 'postgres',
      password: password && (await readSecret(password)),
      application_name: APPLICATION_NAME,
      ssl: tls ? await encryption(tls) : false,
      stream: () => socket,
    });
    // The next reading sees that the connection is gone.
    client.on('error', destroy);
    try {
      await client.connect();
      await client.query(
        `set default_transaction_read_only = on; set statement_timeout = ${STATEMENT_TIMEOUT_MS}; set lock_timeout = ${LOCK_TIMEOUT_MS}`,
      );
    } catch (error) {
      destroy();
      throw error;
    } finally {
      signal.removeEventListener('abort', destroy);
    }
    const ask = async (sql: string, values: unknown[] = []) => {
      const { rows } = await client.query<Record<string, unknown>>(sql, values);
      return rows;
    };
    return { read: () => readPostgres(ask, settings.address), destroy };
  },
};

function databaseOf(settings: ResolvedServerCollector & Partial<ResolvedPostgresCollector>): string {
  return settings.database ?? 'postgres';
}

/** The client asks for the name of the address, whatever `servername` says; what counts is who the certificate is for. */
async function encryption(tls: ResolvedScrapeTls): Promise<ConnectionOptions> {
  const { serverName } = tls;
  return {
    ...(await new TlsFiles(tls).current()),
    ...(serverName !== undefined && {
      checkServerIdentity: (_address, certificate) => checkServerIdentity(serverName, certificate),
    }),
  };
}

/** PostgreSQL names a socket by its folder and port: `/run/postgresql/.s.PGSQL.5432`. */
function placeOf(address: string): { readonly host: string; readonly port: number } {
  const place = serverAddress(address);
  if ('host' in place) return place;
  const { socketPath } = place;
  const port = Number(extname(socketPath).slice(1));
  return port > 0 ? { host: dirname(socketPath), port } : { host: socketPath, port: DEFAULT_PORT };
}
