import { readFileSync } from 'node:fs';
import type { DefaultMetricOptions } from './default-metric-options.ts';
import { processGauge } from './process-gauge.ts';

const RESIDENT = { name: 'process_resident_memory_bytes', help: 'Resident memory size in bytes.' };

/** Memory of the process as the system sees it; elsewhere than on Linux only what is resident. */
export function collectProcessMemory(options: DefaultMetricOptions): void {
  if (process.platform === 'linux') collectOnLinux(options);
  else {
    processGauge(options, {
      ...RESIDENT,
      collect: (gauge) => gauge.set(options.labels, process.memoryUsage.rss()),
    });
  }
}

function collectOnLinux(options: DefaultMetricOptions): void {
  const resident = processGauge(options, {
    ...RESIDENT,
    collect: () => {
      const status = readStatus();
      if (status === undefined) return;
      resident.set(options.labels, bytesOf(status, 'VmRSS'));
      virtual.set(options.labels, bytesOf(status, 'VmSize'));
      heap.set(options.labels, bytesOf(status, 'VmData'));
    },
  });
  const virtual = processGauge(options, {
    name: 'process_virtual_memory_bytes',
    help: 'Virtual memory size in bytes.',
  });
  const heap = processGauge(options, { name: 'process_heap_bytes', help: 'Process heap size in bytes.' });
}

/** Reading it does not wait: the kernel makes the text at once. */
function readStatus(): string | undefined {
  try {
    return readFileSync('/proc/self/status', 'utf8');
  } catch {
    return undefined;
  }
}

/** A line such as `VmRSS:    2048 kB`. */
function bytesOf(status: string, field: string): number {
  const [, rest = ''] = status.split(`\n${field}:`);
  return Number.parseInt(rest, 10) * 1024;
}
