import { createServer as createProbe } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { TelltaleError } from '@telltale/model';

export const HOST = '127.0.0.1';

/** The wanted port, or a free one for 0: the station must know its address before it listens. */
export async function choosePort(wanted: number): Promise<number> {
  if (wanted !== 0) return wanted;
  return new Promise((resolve, reject) => {
    const probe = createProbe();
    probe.once('error', reject);
    probe.listen(0, HOST, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** Listens on loopback unless told otherwise, or says which port is taken. */
export async function listen(server: FastifyInstance, port: number, host = HOST): Promise<void> {
  try {
    await server.listen({ host, port });
  } catch (cause) {
    const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    if (!isTaken) throw cause;
    throw new TelltaleError('TT_PORT_IN_USE', `port ${port} of ${host} is taken by another program`, {
      cause,
    });
  }
}
