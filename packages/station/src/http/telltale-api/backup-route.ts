import { formatCompactTime } from '@telltale/model';
import type { FastifyInstance } from 'fastify';
import { createStationBackup } from '../../backup/station-backup.ts';
import type { BackedUpStation } from '../../backup/station-backup.ts';
import { closeSignal } from '../close-signal.ts';
import { permit } from '../../sign-in/permit.ts';

/** Told to whoever wants a second one. */
class BackupUnderWayError extends Error {
  readonly statusCode = 409;

  constructor() {
    super('a backup is being made already: ask again when it is done');
  }
}

/**
 * `POST /api/telltale/backup`: everything that the station keeps, as the archive that `telltale restore` reads. The
 * answer begins when the copies are made and their checksums known, and comes as fast as it is read. One at a time.
 */
export function registerBackup(server: FastifyInstance, station: BackedUpStation): void {
  let isUnderWay = false;
  server.post('/api/telltale/backup', permit('administer'), async (_request, reply) => {
    if (isUnderWay) throw new BackupUnderWayError();
    isUnderWay = true;
    try {
      const { manifest, stream } = await createStationBackup(station, closeSignal(reply));
      stream.once('close', () => (isUnderWay = false));
      const time = formatCompactTime(manifest.madeAtMs);
      return await reply
        .type('application/gzip')
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="telltale-${time}.tar.gz"`)
        .send(stream);
    } catch (error) {
      isUnderWay = false;
      throw error;
    }
  });
}
