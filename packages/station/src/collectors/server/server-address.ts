import { readFile } from 'node:fs/promises';
import type { ConnectionOptions } from 'node:tls';
import type { ResolvedScrapeTls } from '@telltale/definition';

/** Where a server is: at a port of a host, or at a Unix socket. */
export type ServerAddress =
  | { readonly host: string; readonly port: number }
  | { readonly socketPath: string };

/** Reads `host:port`, `[::1]:port` or the path of a Unix socket. */
export function serverAddress(address: string): ServerAddress {
  if (address.startsWith('/')) return { socketPath: address };
  const colon = address.lastIndexOf(':');
  return {
    host: address.slice(0, colon).replace(/^\[(.*)\]$/, '$1'),
    port: Number(address.slice(colon + 1)),
  };
}

/** Certificates of a connection, read from their files anew. */
export async function tlsOptions(tls: ResolvedScrapeTls): Promise<ConnectionOptions> {
  const { caFile, certFile, keyFile, serverName, insecureSkipVerify, minVersion } = tls;
  return {
    ...(caFile !== undefined && { ca: await readFile(caFile) }),
    ...(certFile !== undefined && { cert: await readFile(certFile) }),
    ...(keyFile !== undefined && { key: await readFile(keyFile) }),
    ...(serverName !== undefined && { servername: serverName }),
    ...(insecureSkipVerify === true && { rejectUnauthorized: false }),
    minVersion: minVersion ?? 'TLSv1.2',
  };
}
