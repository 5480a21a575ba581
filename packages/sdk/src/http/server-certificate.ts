import { readFileSync, statSync } from 'node:fs';
import type { Server, ServerOptions } from 'node:https';

/** TLS of a server, by files in PEM that are read anew when they have changed. */
export interface ServerTls {
  readonly certFile: string;
  readonly keyFile: string;
  /** Authorities of clients: only who shows a certificate of one of them is answered. */
  readonly clientCaFile?: string;
}

const HANDSHAKE_TIMEOUT_MS = 10_000;

/** For `createServer` of `node:https`; throws where a file cannot be read. */
export function tlsOptions(tls: ServerTls): ServerOptions {
  const asksForCertificate = tls.clientCaFile !== undefined;
  return {
    ...pemOf(tls),
    handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
    requestCert: asksForCertificate,
    rejectUnauthorized: asksForCertificate,
  };
}

/** Gives a server the certificate that its files have, at each connection. */
export function watchCertificate(server: Server, tls: ServerTls, onFault: (error: unknown) => void): void {
  let stamp = stampOf(tls);
  // Before the listener of the server itself, which begins the handshake.
  server.prependListener('connection', () => {
    const now = stampOf(tls);
    if (now === stamp) return;
    stamp = now;
    try {
      server.setSecureContext(pemOf(tls));
    } catch (error) {
      // As while one file of two is written: the certificate before stays.
      onFault(error);
    }
  });
}

function pemOf({ certFile, keyFile, clientCaFile }: ServerTls) {
  return {
    cert: readFileSync(certFile),
    key: readFileSync(keyFile),
    ...(clientCaFile !== undefined && { ca: readFileSync(clientCaFile) }),
    minVersion: 'TLSv1.2',
  } as const;
}

function stampOf({ certFile, keyFile, clientCaFile }: ServerTls): string {
  const files = [certFile, keyFile, ...(clientCaFile === undefined ? [] : [clientCaFile])];
  const stamps = files.map((file) => statSync(file, { throwIfNoEntry: false }));
  return stamps.map((found) => `${found?.mtimeMs}:${found?.size}:${found?.ino}`).join(' ');
}
