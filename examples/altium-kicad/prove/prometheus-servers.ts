import type { ServerProcess } from 'telltale-example-support/proving';
import { startServer } from 'telltale-example-support/proving';

/** Starts Prometheus on a configuration in a folder; it takes remote writes too. */
export function startPrometheus(folder: string): Promise<ServerProcess> {
  return startServer('prometheus', folder, (address) => [
    '--config.file=prometheus.yml',
    '--storage.tsdb.path=tsdb',
    '--web.enable-remote-write-receiver',
    `--web.listen-address=${address}`,
  ]);
}

/** Starts a Pushgateway. */
export function startPushgateway(folder: string): Promise<ServerProcess> {
  return startServer('prometheus-pushgateway', folder, (address) => [
    `--web.listen-address=${address}`,
    // Debian's keeps what it was sent, for all to see.
    '--persistence.file=',
  ]);
}
