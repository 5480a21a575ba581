import type { FastifyInstance } from 'fastify';
import type { Store } from '@telltale/storage';
import { UnavailableError } from '../../unavailable-error.ts';
import { apiRoute } from '../api-routes.ts';

/**
 * `/api/v1/admin/tsdb/*`. A snapshot goes into `snapshots/` of the data folder; the other two change
 * what was stored, which a station does not offer.
 */
export function registerAdminRoutes(server: FastifyInstance, store: Pick<Store, 'snapshot'>): void {
  apiRoute(
    server,
    ['POST', 'PUT'],
    'admin/tsdb/snapshot',
    async (parameters) => {
      if (parameters.get('skip_head')) {
        throw new UnavailableError('skip_head is not offered: a snapshot of a station is always complete');
      }
      const { name } = await store.snapshot();
      return { data: { name } };
    },
    'administer',
  );
  apiRoute(
    server,
    ['POST', 'PUT'],
    'admin/tsdb/delete_series',
    () => {
      throw new UnavailableError(
        'deleting series is not offered: stored samples never change, they go by age or size (retention)',
      );
    },
    'administer',
  );
  apiRoute(
    server,
    ['POST', 'PUT'],
    'admin/tsdb/clean_tombstones',
    () => {
      throw new UnavailableError(
        'cleaning tombstones is not offered: no series can be deleted, so there are none',
      );
    },
    'administer',
  );
}
