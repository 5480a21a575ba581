import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';

import { waitFor } from '../waiting/index.ts';
import type { GuardedServer } from './guarded-server.ts';
import { startGuardedServer } from './guarded-server.ts';

/** A Redis server that is reached by a socket in its folder alone. */
export interface ThrowAwayRedis extends GuardedServer {
  readonly socketPath: string;
}

/** Starts a server without data; `name` is what the name of its folder begins with. Throws where it is not installed. */
export async function startThrowAwayRedis(name: string): Promise<ThrowAwayRedis> {
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    throw new Error('Redis is not installed: apt install redis-server');
  }
  const server = startGuardedServer(name, {}, (folder) => {
    const settings = { port: '0', unixsocket: 'redis.sock', unixsocketperm: '700', save: '', dir: folder };
    const args = Object.entries(settings).flatMap(([setting, value]) => [`--${setting}`, value]);
    return ['redis-server', ...args, '--daemonize', 'no'];
  });
  const socketPath = join(server.folder, 'redis.sock');
  try {
    await waitFor('Redis to start', () => takesConnections(socketPath));
  } catch (error) {
    await server.stop();
    throw error;
  }
  return { ...server, socketPath };
}

/** Without data there is nothing that a server would have to load before it answers. */
async function takesConnections(socketPath: string): Promise<boolean> {
  const socket = connect(socketPath);
  try {
    await once(socket, 'connect');
    return true;
  } finally {
    socket.destroy();
  }
}
