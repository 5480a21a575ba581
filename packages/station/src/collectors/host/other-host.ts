import { cpus, freemem, loadavg, totalmem, uptime } from 'node:os';
import type { MetricFamily } from '@telltale/model';
import { family, single } from '../plain-family.ts';
import { systemFamilies } from './system-families.ts';

const MILLISECONDS = 1000;
/** `os.cpus()` has times of these; what others the system knows stands in them. */
const MODES = ['user', 'nice', 'system', 'idle', 'irq'] as const;

type SystemInformation = typeof import('systeminformation');

/**
 * The families that dashboards use most, of a machine that is not Linux: processors, load, memory, file systems,
 * network and disks.
 */
export async function readOtherHost(nowMs: number): Promise<MetricFamily[]> {
  const { default: system } = await import('systeminformation');
  const [memory, filesystems, network] = await Promise.all([
    readMemory(system),
    readFilesystems(system),
    readNetwork(system),
  ]);
  const bootTime = Math.round(nowMs / MILLISECONDS - uptime());
  const parts = [processorFamilies(), loadFamilies(), memory, filesystems, network, systemFamilies(nowMs)];
  return [
    ...parts.flat(),
    single('gauge', 'node_boot_time_seconds', 'Node boot time, in unixtime.', bootTime),
  ];
}

function processorFamilies(): MetricFamily[] {
  const times = cpus().flatMap(({ times: spent }, cpu) =>
    MODES.map((mode) => {
      const ms = mode === 'system' ? spent.sys : spent[mode];
      return [{ cpu: String(cpu), mode }, ms / MILLISECONDS] as const;
    }),
  );
  return [family('counter', 'node_cpu_seconds_total', 'Seconds the CPUs spent in each mode.', times)];
}

function loadFamilies(): MetricFamily[] {
  const loads = loadavg();
  return [1, 5, 15].map((minutes, i) =>
    single('gauge', `node_load${minutes}`, `${minutes}m load average.`, loads[i]),
  );
}

/** Under Linux' names, so that queries work: what can be had is total less what is in use. */
async function readMemory(system: SystemInformation): Promise<MetricFamily[]> {
  const { available, buffers, cached, swaptotal, swapfree } = await system.mem();
  const fields = {
    MemTotal: totalmem(),
    MemFree: freemem(),
    MemAvailable: available,
    Buffers: buffers,
    Cached: cached,
    SwapTotal: swaptotal,
    SwapFree: swapfree,
  };
  return Object.entries(fields).map(([name, bytes]) =>
    single('gauge', `node_memory_${name}_bytes`, `Memory information field ${name}_bytes.`, bytes),
  );
}

async function readFilesystems(system: SystemInformation): Promise<MetricFamily[]> {
  const known = (await system.fsSize()).filter(({ size }) => size > 0);
  const column = (name: string, help: string, key: 'size' | 'available') =>
    family(
      'gauge',
      `node_filesystem_${name}_bytes`,
      help,
      known.map((one) => [{ device: one.fs, mountpoint: one.mount, fstype: one.type }, one[key]]),
    );
  return [
    column('size', 'Filesystem size in bytes.', 'size'),
    column('free', 'Filesystem free space in bytes.', 'available'),
    column('avail', 'Filesystem space available to non-root users in bytes.', 'available'),
  ];
}

async function readNetwork(system: SystemInformation): Promise<MetricFamily[]> {
  const devices = await system.networkStats('*');
  const columns = {
    receive_bytes: 'rx_bytes',
    receive_errs: 'rx_errors',
    receive_drop: 'rx_dropped',
    transmit_bytes: 'tx_bytes',
    transmit_errs: 'tx_errors',
    transmit_drop: 'tx_dropped',
  } as const;
  return Object.entries(columns).map(([name, key]) =>
    family(
      'counter',
      `node_network_${name}_total`,
      `Network device statistic ${name}.`,
      devices.map((one) => [{ device: one.iface }, one[key]]),
    ),
  );
}
