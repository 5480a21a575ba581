import type { DefaultMetricOptions } from './default-metric-options.ts';
import { processGauge } from './process-gauge.ts';

/** The version of Node as labels. */
export function collectNodeVersion(options: DefaultMetricOptions): void {
  const { version } = process;
  const [major, minor, patch] = version.slice(1).split('.').map(Number);
  processGauge(options, {
    name: 'nodejs_version_info',
    help: 'Node.js version info.',
    labelNames: ['version', 'major', 'minor', 'patch'],
    aggregator: 'first',
    // At each reading, so that it is there after a reset.
    collect: (gauge) => gauge.set({ version, major, minor, patch, ...options.labels }, 1),
  });
}
