import { pinnedImage } from '../versions/known-versions.ts';
import type { ComposeContext } from './compose-context.ts';
import type { ComposeService } from './compose-file.ts';
import { COMMON, LOCKED, limitsOf, loopbackPort, volumeAt } from './service-parts.ts';

/**
 * Where both Prometheus servers write to, so that the loss of one loses nothing. The image holds nothing
 * but the program: there is nothing to check its health with.
 */
export function mimirService(context: ComposeContext): ComposeService {
  return {
    image: pinnedImage('mimir'),
    command: [
      '-target=all',
      '-auth.multitenancy-enabled=false',
      '-server.http-listen-port=9009',
      '-blocks-storage.backend=filesystem',
      '-blocks-storage.filesystem.dir=/data/blocks',
      '-blocks-storage.tsdb.dir=/data/tsdb',
      '-blocks-storage.bucket-store.sync-dir=/data/sync',
      '-compactor.data-dir=/data/compactor',
      '-ruler-storage.backend=filesystem',
      '-ruler-storage.filesystem.dir=/data/rules',
      '-alertmanager-storage.backend=filesystem',
      '-alertmanager-storage.filesystem.dir=/data/alertmanager',
      '-ingester.ring.replication-factor=1',
      '-store-gateway.sharding-ring.replication-factor=1',
    ],
    ports: [loopbackPort(context.stack.ports.mimir, 9009)],
    volumes: [volumeAt(context, 'mimir', '/data')],
    ...COMMON,
    ...LOCKED,
    ...limitsOf(context, 'mimir'),
  };
}
