import type { InstrumentsOf } from '@telltale/sdk';
import { gauge } from '@telltale/sdk/define';

/** What the station goes by; how reading it anew went is said under the names of Prometheus and Alertmanager. */
export const configurationMetrics = {
  telltale_config_hash: gauge({
    help: 'The first 48 bits of the SHA-256 of the configuration in force: another number is another configuration.',
  }),
};

const DIGITS = 12;

/** Reads the hash at each gathering of the metrics. */
export function collectConfiguration(
  metrics: InstrumentsOf<typeof configurationMetrics>,
  hash: () => string,
): void {
  metrics.telltale_config_hash.collect(() => Number.parseInt(hash().slice(0, DIGITS), 16));
}
