import { createClient } from 'redis';

/** A connection to Redis. */
export type Redis = Awaited<ReturnType<typeof connectRedis>>;

/** Connects by a socket; tries again where the connection is lost, and while the server is starting. */
export async function connectRedis(path: string) {
  const client = createClient({
    RESP: 2,
    socket: { path, tls: false, reconnectStrategy: (attempt) => Math.min(50 * attempt, 1000) },
  });
  // Without a listener a lost connection would end the program; commands tell of it.
  client.on('error', () => undefined);
  return client.connect();
}
