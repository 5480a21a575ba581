import { connect as connectTcp } from 'node:net';
import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TLSSocket } from 'node:tls';
import type { TlsFiles } from '../access/tls-material.ts';
import { reasonOf } from '../access/or-abort.ts';

/** Connects. The socket is destroyed when the signal aborts, also afterwards. */
export function openSocket(ip: string, port: number, signal: AbortSignal): Promise<Socket> {
  const socket = connectTcp({ host: ip, port });
  return opened(socket, 'connect', signal);
}

/** How TLS is spoken. */
export interface TlsOptions {
  /** Name or address that the certificate must have, unless the settings name another. */
  readonly host: string;
  /** Certificates; those of the system where there are none. */
  readonly files: TlsFiles | undefined;
  /** Protocols that are offered. */
  readonly protocols?: readonly string[];
}

/** Begins TLS over a connection; rejects where the certificate is not valid, unless the settings take any. */
export async function openTls(socket: Socket, options: TlsOptions, signal: AbortSignal): Promise<TLSSocket> {
  const { files, protocols } = options;
  const host = options.host.replace(/^\[(.*)\]$/, '$1');
  const material = await files?.current();
  const tls = connectTls({
    socket,
    host,
    // An address is no name that a server could choose a certificate by.
    ...(isIP(host) === 0 && { servername: host }),
    ...(protocols && { ALPNProtocols: [...protocols] }),
    minVersion: 'TLSv1.2',
    ...material,
  });
  return opened(tls, 'secureConnect', signal);
}

function opened<Opened extends Socket>(socket: Opened, event: string, signal: AbortSignal): Promise<Opened> {
  return new Promise((resolve, reject) => {
    const abort = () => socket.destroy(reasonOf(signal));
    // Whoever has the socket learns of its end; nobody needs to hear of an error after that.
    socket.on('error', reject);
    socket.once('close', () => {
      signal.removeEventListener('abort', abort);
      reject(new Error('the connection was closed early'));
    });
    socket.once(event, () => resolve(socket));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
  });
}
