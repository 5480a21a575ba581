import { readFileSync, readdirSync } from 'node:fs';
import type { DefaultMetricOptions } from './default-metric-options.ts';
import { processGauge } from './process-gauge.ts';

/** Open file descriptors; only on Linux. */
export function collectOpenFileDescriptors(options: DefaultMetricOptions): void {
  if (process.platform !== 'linux') return;
  processGauge(options, {
    name: 'process_open_fds',
    help: 'Number of open file descriptors.',
    collect: (gauge) => {
      // The one that reading the folder opened is closed by now.
      const count = openCount();
      if (count !== undefined) gauge.set(options.labels, count - 1);
    },
  });
}

function openCount(): number | undefined {
  try {
    return readdirSync('/proc/self/fd').length;
  } catch {
    return undefined;
  }
}

/** How many file descriptors the process may open; only where the system tells it. */
export function collectMaxFileDescriptors(options: DefaultMetricOptions): void {
  const limit = readLimit();
  if (limit === undefined) return;
  processGauge(options, {
    name: 'process_max_fds',
    help: 'Maximum number of open file descriptors.',
    collect: (gauge) => gauge.set(options.labels, limit),
  });
}

/** The soft limit of a line such as `Max open files            1024                 4096                 files`. */
function readLimit(): number | undefined {
  try {
    const [, rest] = readFileSync('/proc/self/limits', 'utf8').split('Max open files');
    return rest === undefined ? undefined : Number(rest.trim().split(/\s+/)[0]);
  } catch {
    return undefined;
  }
}
