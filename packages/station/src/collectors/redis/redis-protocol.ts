import type { RedisClientOptions } from '@redis/client';
import { readSecret } from '@telltale/alerting';
import { TlsFiles } from '../../access/tls-material.ts';
import type { ServerProtocol } from '../server/server-collector.ts';
import { serverAddress } from '../server/server-address.ts';
import { readRedis } from './read-redis.ts';

const CLIENT_NAME = 'telltale';

/** Redis, asked over one connection; commands that its user may not run leave their metrics out. */
export const redisProtocol: ServerProtocol = {
  prefix: 'redis',
  scheme: 'redis',
  product: 'Redis',
  async connect(settings, signal) {
    // Only stations that watch Redis load its client.
    const { createClient } = await import('@redis/client');
    const { user, password, tls } = settings;
    const place = serverAddress(settings.address);
    const reconnectStrategy = false;
    const socket: NonNullable<RedisClientOptions['socket']> =
      'socketPath' in place
        ? { path: place.socketPath, reconnectStrategy }
        : tls
          ? { ...place, ...(await new TlsFiles(tls).current()), tls: true, reconnectStrategy }
          : { ...place, reconnectStrategy };
    const client = createClient({
      RESP: 2,
      ...(user !== undefined && { username: user }),
      ...(password && { password: await readSecret(password) }),
      disableOfflineQueue: true,
      socket,
    });
    let isDestroyed = false;
    const destroy = () => {
      if (isDestroyed) return;
      isDestroyed = true;
      try {
        client.destroy();
      } catch {
        // It was never open.
      }
    };
    // Each command says itself that the connection is gone.
    client.on('error', () => undefined);
    signal.addEventListener('abort', destroy, { once: true });
    try {
      await client.connect();
      // The name is for `CLIENT LIST`; a user who may not set it is read all the same.
      await client.sendCommand(['CLIENT', 'SETNAME', CLIENT_NAME]).catch(() => undefined);
    } catch (error) {
      destroy();
      throw error;
    } finally {
      signal.removeEventListener('abort', destroy);
    }
    return { read: () => readRedis((...command) => client.sendCommand(command)), destroy };
  },
};
