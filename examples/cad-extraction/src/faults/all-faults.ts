import { heldConnections, lostTable, slowQueries } from './database-faults.ts';
import type { Fault } from './fault.ts';
import { fullDisk, manySockets, redisMemory } from './resource-faults.ts';
import { hungTask, killedWorker, malformed } from './task-faults.ts';

/** All faults by name. */
export const ALL_FAULTS: Readonly<Record<string, Fault>> = {
  malformed,
  'slow-queries': slowQueries,
  'lost-table': lostTable,
  'hung-task': hungTask,
  connections: heldConnections,
  'redis-memory': redisMemory,
  disk: fullDisk,
  sockets: manySockets,
  worker: killedWorker,
};
