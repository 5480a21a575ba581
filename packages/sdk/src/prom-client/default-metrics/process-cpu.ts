import { Counter } from '../metrics/counter.ts';
import type { DefaultMetricOptions } from './default-metric-options.ts';

/** CPU time of the process. */
export function collectProcessCpu({ prefix, registers, labels, labelNames }: DefaultMetricOptions): void {
  let last = process.cpuUsage();
  const counter = (name: string, help: string, collect?: () => void) =>
    new Counter({ name: prefix + name, help, registers, labelNames, collect });
  const user = counter('process_cpu_user_seconds_total', 'Total user CPU time spent in seconds.', () => {
    const usage = process.cpuUsage();
    const userSeconds = (usage.user - last.user) / 1e6;
    const systemSeconds = (usage.system - last.system) / 1e6;
    const totalSeconds = (usage.user - last.user + (usage.system - last.system)) / 1e6;
    last = usage;
    user.inc(labels, userSeconds);
    system.inc(labels, systemSeconds);
    total.inc(labels, totalSeconds);
  });
  const system = counter('process_cpu_system_seconds_total', 'Total system CPU time spent in seconds.');
  const total = counter('process_cpu_seconds_total', 'Total user and system CPU time spent in seconds.');
}
