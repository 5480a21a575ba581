import type { MetricFamily } from '@telltale/model';
import { family, single } from '../plain-family.ts';

/** The kernel counts processor time in hundredths of a second on every Linux platform Node runs on. */
const TICKS_PER_SECOND = 100;
const MODES = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;
/** The two columns behind them; their time counts in `user` and `nice`, too. */
const GUEST_MODES = ['user', 'nice'] as const;

const COUNTERS: Readonly<Record<string, readonly [name: string, help: string]>> = {
  ctxt: ['node_context_switches_total', 'Total number of context switches.'],
  processes: ['node_forks_total', 'Total number of forks.'],
  intr: ['node_intr_total', 'Total number of interrupts serviced.'],
};
const GAUGES: Readonly<Record<string, readonly [name: string, help: string]>> = {
  btime: ['node_boot_time_seconds', 'Node boot time, in unixtime.'],
  procs_running: ['node_procs_running', 'Number of processes in runnable state.'],
  procs_blocked: ['node_procs_blocked', 'Number of processes blocked waiting for I/O to complete.'],
};

/** `/proc/stat`: processor time by core and mode, and the kernel's counters. */
export function parseStat(text: string): MetricFamily[] {
  const cpu: [Record<string, string>, number][] = [];
  const guest: [Record<string, string>, number][] = [];
  const families: MetricFamily[] = [];
  for (const line of text.split('\n')) {
    const [key, ...fields] = line.split(/\s+/);
    const core = /^cpu(\d+)$/.exec(key);
    if (core) {
      MODES.forEach((mode, i) => {
        cpu.push([{ cpu: core[1], mode }, Number(fields[i] ?? 0) / TICKS_PER_SECOND]);
      });
      GUEST_MODES.forEach((mode, i) => {
        const ticks = Number(fields[MODES.length + i] ?? 0);
        guest.push([{ cpu: core[1], mode }, ticks / TICKS_PER_SECOND]);
      });
    } else if (Object.hasOwn(COUNTERS, key)) {
      families.push(single('counter', ...COUNTERS[key], Number(fields[0])));
    } else if (Object.hasOwn(GAUGES, key)) {
      families.push(single('gauge', ...GAUGES[key], Number(fields[0])));
    }
  }
  const help = 'Seconds the CPUs spent in each mode.';
  const guestHelp = 'Seconds the CPUs spent in guests (VMs) for each mode.';
  return [
    family('counter', 'node_cpu_seconds_total', help, cpu),
    family('counter', 'node_cpu_guest_seconds_total', guestHelp, guest),
    ...families,
  ];
}

/** `/proc/loadavg`: the three load averages. */
export function parseLoadAverage(text: string): MetricFamily[] {
  const [one, five, fifteen] = text.split(/\s+/).map(Number);
  return [
    single('gauge', 'node_load1', '1m load average.', one),
    single('gauge', 'node_load5', '5m load average.', five),
    single('gauge', 'node_load15', '15m load average.', fifteen),
  ];
}
