import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import type { GuardedServer } from './guarded-server.ts';
import { startGuardedServer } from './guarded-server.ts';
import { connectRedis } from './connect-redis.ts';

/** A Redis server that is reached by a socket in its folder alone. */
export interface ThrowAwayRedis extends GuardedServer {
  readonly socketPath: string;
}

/** Whether Redis is installed. */
function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/** Starts a server without data. Throws where Redis is not installed. */
export async function startThrowAwayRedis(): Promise<ThrowAwayRedis> {
  if (!hasRedis()) throw new Error('Redis is not installed: apt install redis-server');
  const server = startGuardedServer('redis', {}, (folder) => {
    const settings = { port: '0', unixsocket: 'redis.sock', unixsocketperm: '700', save: '', dir: folder };
    return [
      'redis-server',
      ...Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
      '--daemonize',
      'no',
    ];
  });
  const socketPath = join(server.folder, 'redis.sock');
  try {
    const client = await connectRedis(socketPath);
    await client.close();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { ...server, socketPath };
}
