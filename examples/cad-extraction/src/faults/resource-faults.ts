import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { untilAborted } from 'telltale-example-support/waiting';

import { addressOf } from '../../sites.ts';
import { connectRedis } from '../store/connections.ts';
import type { Fault } from './fault.ts';

const FULL_PART = 0.88;

/** Redis may take hardly more memory than it has. */
export const redisMemory: Fault = {
  what: 'Redis is told that it may take hardly more memory than it has (CONFIG SET maxmemory)',
  alerts: ['RedisMemoryHigh'],
  run: async (site, signal) => {
    const redis = await connectRedis(site().redisSocket);
    const [, used = '0'] = /^used_memory:(\d+)/m.exec(await redis.info('memory')) ?? [];
    await redis.configSet('maxmemory', String(Math.ceil(Number(used) / FULL_PART)));
    await untilAborted(signal);
    await redis.configSet('maxmemory', '0');
    redis.destroy();
  },
};

const FILLED_PART = 0.01;

/** A file takes a part of the disk. */
export const fullDisk: Fault = {
  what: 'a file takes a hundredth of the disk; the alert of the demo is set to half of that',
  alerts: ['DiskSpaceLow'],
  run: async (_site, signal) => {
    const { blocks, bsize } = statfsSync(tmpdir());
    const file = join(tmpdir(), `cad-extraction-${process.pid}.full`);
    try {
      // Its blocks are taken, nothing is written.
      execFileSync('fallocate', ['--length', String(Math.ceil(blocks * bsize * FILLED_PART)), file]);
      await untilAborted(signal);
    } finally {
      rmSync(file, { force: true });
    }
  },
};

const SOCKETS = 1001;
const AT_ONCE = 100;

/** Many people watch. */
export const manySockets: Fault = {
  what: '1,001 WebSockets are opened',
  alerts: ['WebSocketConnectionsHigh'],
  run: async (site, signal) => {
    const url = `ws://${addressOf('backend', site().ports)}/ws/progress`;
    const sockets: WebSocket[] = [];
    while (sockets.length < SOCKETS && !signal.aborted) {
      const some = Array.from({ length: AT_ONCE }, () => new WebSocket(url));
      sockets.push(...some);
      await Promise.all(some.map((socket) => once(socket, 'open')));
    }
    await untilAborted(signal);
    for (const socket of sockets) socket.close();
  },
};
