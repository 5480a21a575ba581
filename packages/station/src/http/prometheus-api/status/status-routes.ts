import { hostname } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { formatDuration } from '@telltale/model';
import { apiRoute } from '../api-routes.ts';

/** What the status routes tell of. */
export interface StatusSource {
  readonly version: string;
  readonly startedAtMs: number;
  readonly retentionMs: number;
  readonly seriesCount: () => number;
}

/** `/api/v1/status/*`. */
export function registerStatusRoutes(server: FastifyInstance, source: StatusSource): void {
  const startTime = new Date(source.startedAtMs).toISOString();
  apiRoute(server, ['GET'], 'status/buildinfo', () => ({
    data: {
      version: source.version,
      revision: '',
      branch: '',
      buildUser: '',
      buildDate: '',
      goVersion: '',
      application: 'telltale',
    },
  }));
  apiRoute(server, ['GET'], 'status/runtimeinfo', () => ({
    data: {
      startTime,
      CWD: process.cwd(),
      hostname: hostname(),
      serverTime: new Date().toISOString(),
      reloadConfigSuccess: true,
      lastConfigTime: startTime,
      corruptionCount: 0,
      storageRetention: formatDuration(source.retentionMs),
    },
  }));
  apiRoute(server, ['GET'], 'status/tsdb', () => ({
    data: { headStats: { numSeries: source.seriesCount() } },
  }));
}
