import type { Server } from 'node:net';

/** A server that can tell how many connections it has. */
export type ConnectionSource = Pick<Server, 'getConnections'>;

/** Counts the open connections of all servers that a recorder has seen. */
export class ConnectionCounter {
  readonly #servers = new Set<WeakRef<ConnectionSource>>();
  readonly #known = new WeakSet<ConnectionSource>();

  /** Adds a server; once is enough. */
  add(server: ConnectionSource): void {
    if (this.#known.has(server)) return;
    this.#known.add(server);
    this.#servers.add(new WeakRef(server));
  }

  /** The connections that are open now. A server that cannot tell has none. */
  async count(): Promise<number> {
    const servers = [...this.#servers].flatMap((reference) => {
      const server = reference.deref();
      if (!server) this.#servers.delete(reference);
      return server ?? [];
    });
    const counts = await Promise.all(servers.map(connectionsOf));
    return counts.reduce((sum, count) => sum + count, 0);
  }
}

function connectionsOf(server: ConnectionSource): Promise<number> {
  return new Promise((resolve) => {
    server.getConnections((error, count) => resolve(error ? 0 : count));
  });
}
