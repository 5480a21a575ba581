import { isMisspelled } from './label-vocabulary.ts';

/** Names of exporters that never existed or are long gone, with what to ask for instead. */
const INSTEAD: ReadonlyMap<string, string> = new Map(
  Object.entries({
    // cAdvisor counts no restarts; its start time changes with each.
    container_restarts_total: 'changes(container_start_time_seconds[1h])',
    container_restart_count: 'changes(container_start_time_seconds[1h])',
  }),
);

/** Names that node_exporter had before 0.16, with those it has since. */
const RENAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    node_cpu: 'node_cpu_seconds_total',
    node_memory_MemTotal: 'node_memory_MemTotal_bytes',
    node_memory_MemFree: 'node_memory_MemFree_bytes',
    node_memory_MemAvailable: 'node_memory_MemAvailable_bytes',
    node_memory_Buffers: 'node_memory_Buffers_bytes',
    node_memory_Cached: 'node_memory_Cached_bytes',
    node_filesystem_size: 'node_filesystem_size_bytes',
    node_filesystem_free: 'node_filesystem_free_bytes',
    node_filesystem_avail: 'node_filesystem_avail_bytes',
    node_disk_bytes_read: 'node_disk_read_bytes_total',
    node_disk_bytes_written: 'node_disk_written_bytes_total',
    node_network_receive_bytes: 'node_network_receive_bytes_total',
    node_network_transmit_bytes: 'node_network_transmit_bytes_total',
    node_boot_time: 'node_boot_time_seconds',
  }),
);

/** What was meant by a name that no version in use exports; `undefined` for all others. */
export function meantInstead(name: string): string | undefined {
  return INSTEAD.get(name) ?? RENAMED.get(name) ?? withTotal(name);
}

/**
 * The exporter and version that gave a metric its name of now, such as `node_exporter 0.16`, which put
 * units behind all names; `undefined` where nothing was renamed.
 */
export function renamedBy(name: string, meant: string | undefined): string | undefined {
  const isLonger = name.startsWith('node_') && meant?.startsWith(`${name}_`) === true;
  return RENAMED.has(name) || isLonger ? 'node_exporter 0.16' : undefined;
}

/** `requests_totl`: hardly a name that anybody gave on purpose. */
function withTotal(name: string): string | undefined {
  const last = name.slice(name.lastIndexOf('_') + 1);
  // node_memory_HugePages_Total: exporters that take names from elsewhere keep their case.
  const isPlain = last !== 'totals' && last === last.toLowerCase();
  const isSlip = name.includes('_') && isPlain && isMisspelled(last, 'total');
  return isSlip ? `${name.slice(0, -last.length)}total` : undefined;
}
