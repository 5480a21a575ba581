import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { UnavailableError } from '../../unavailable-error.ts';
import { apiRoute } from '../api-routes.ts';

/** What the administration works on. */
export interface AdminSource {
  readonly dataFolder: string;
  /** Writes everything stored so far into a folder that is empty. */
  snapshot(folder: string): Promise<void>;
}

/**
 * `/api/v1/admin/tsdb/*`. A snapshot goes into `snapshots/` of the data folder; the other two change
 * what was stored, which a station does not offer.
 */
export function registerAdminRoutes(server: FastifyInstance, source: AdminSource): void {
  apiRoute(server, ['POST', 'PUT'], 'admin/tsdb/snapshot', async (parameters) => {
    if (parameters.get('skip_head')) {
      throw new UnavailableError('skip_head is not offered: a snapshot of a station is always complete');
    }
    const name = snapshotName(new Date());
    const folder = join(source.dataFolder, 'snapshots', name);
    await mkdir(folder, { recursive: true });
    await source.snapshot(folder);
    return { data: { name } };
  });
  apiRoute(server, ['POST', 'PUT'], 'admin/tsdb/delete_series', () => {
    throw new UnavailableError(
      'deleting series is not offered: stored samples never change, they go by age or size (retention)',
    );
  });
  apiRoute(server, ['POST', 'PUT'], 'admin/tsdb/clean_tombstones', () => {
    throw new UnavailableError(
      'cleaning tombstones is not offered: no series can be deleted, so there are none',
    );
  });
}

/** As Prometheus names them: the time to the second and random digits. */
function snapshotName(now: Date): string {
  const time = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  return `${time}-${randomBytes(8).toString('hex')}`;
}
