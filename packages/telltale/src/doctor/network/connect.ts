import { connect } from 'node:net';
import { explainFailure } from '@telltale/station';

/** What came of a connection. */
export interface Connection {
  readonly isOpen: boolean;
  /** Host and port. */
  readonly place: string;
  /** Address that the name led to; empty where there is none. */
  readonly address: string;
  /** Why not; empty where it is open. */
  readonly error: string;
}

const TIMEOUT_MS = 5000;

/** Opens a TCP connection to the host of a URL, and closes it. */
export function tryConnection(url: string): Promise<Connection> {
  const { hostname, port, protocol } = new URL(url);
  const number = Number(port) || (protocol === 'https:' ? 443 : 80);
  const place = `${hostname}:${number}`;
  return new Promise((resolve) => {
    const socket = connect({ host: hostname.replace(/^\[(.*)\]$/, '$1'), port: number });
    const end = (isOpen: boolean, error: string) => {
      const address = socket.remoteAddress ?? '';
      socket.destroy();
      resolve({ isOpen, place, address, error });
    };
    socket.setTimeout(TIMEOUT_MS, () => end(false, `no connection within ${TIMEOUT_MS / 1000} s`));
    socket.once('connect', () => end(true, ''));
    socket.once('error', (error) => end(false, explainFailure(error)));
  });
}
