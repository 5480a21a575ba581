import type { DefaultMetricOptions } from './default-metric-options.ts';
import { processGauge } from './process-gauge.ts';

const startSeconds = Math.round(Date.now() / 1000 - process.uptime());

/** When the process was started. */
export function collectProcessStart(options: DefaultMetricOptions): void {
  processGauge(options, {
    name: 'process_start_time_seconds',
    help: 'Start time of the process since unix epoch in seconds.',
    aggregator: 'omit',
    collect: (gauge) => gauge.set(options.labels, startSeconds),
  });
}
