import type { GroupFiles } from './group-files.ts';
import type { GroupSample } from './group-sample.ts';
import { readDisks } from './read-disks.ts';

const MICROSECONDS = 1e6;

/** What the files of a group say of its processors, memory, disks and processes, under the names of cAdvisor. */
export async function readGroup(
  files: GroupFiles,
  deviceNames: ReadonlyMap<string, string>,
): Promise<readonly GroupSample[]> {
  const [cpu, memory, disks, tasks] = await Promise.all([
    readCpu(files),
    readMemory(files),
    readDisks(files, deviceNames),
    readTasks(files),
  ]);
  return [...cpu, ...memory, ...disks, ...tasks];
}

async function readCpu(files: GroupFiles): Promise<readonly GroupSample[]> {
  const [stat, max, weight] = await Promise.all([
    files.table('cpu.stat'),
    files.text('cpu.max'),
    files.number('cpu.weight'),
  ]);
  const seconds = (field: string) => {
    const microseconds = stat.get(field);
    return microseconds === undefined ? undefined : microseconds / MICROSECONDS;
  };
  const [quota, period] = (max ?? '').split(' ').map(Number);
  return [
    ['container_cpu_usage_seconds_total', seconds('usage_usec'), { cpu: 'total' }],
    ['container_cpu_user_seconds_total', seconds('user_usec')],
    ['container_cpu_system_seconds_total', seconds('system_usec')],
    ['container_cpu_cfs_periods_total', stat.get('nr_periods')],
    ['container_cpu_cfs_throttled_periods_total', stat.get('nr_throttled')],
    ['container_cpu_cfs_throttled_seconds_total', seconds('throttled_usec')],
    ['container_spec_cpu_quota', max === undefined || Number.isNaN(quota) ? undefined : quota],
    ['container_spec_cpu_period', period],
    ['container_spec_cpu_shares', weight === undefined ? undefined : sharesOf(weight)],
  ];
}

/** Weights are 1 to 10,000 where shares were 2 to 262,144: the conversion of the engines, the other way round. */
function sharesOf(weight: number): number {
  return Math.floor(2 + ((weight - 1) * 262_142) / 9999);
}

async function readMemory(files: GroupFiles): Promise<readonly GroupSample[]> {
  const [current, peak, swap, stat, events] = await Promise.all([
    files.number('memory.current'),
    files.number('memory.peak'),
    files.number('memory.swap.current'),
    files.table('memory.stat'),
    files.table('memory.events'),
  ]);
  return [
    ['container_memory_usage_bytes', current],
    ['container_memory_working_set_bytes', workingSet(current, stat.get('inactive_file'))],
    ['container_memory_max_usage_bytes', peak],
    ['container_memory_rss', stat.get('anon')],
    ['container_memory_cache', stat.get('file')],
    ['container_memory_mapped_file', stat.get('file_mapped')],
    ['container_memory_swap', swap],
    ['container_memory_failcnt', events.get('max')],
    ['container_oom_events_total', events.get('oom_kill')],
    ...failures(stat),
    ...(current === undefined ? [] : await readLimits(files)),
  ];
}

/** Faults that needed no disk have no count of their own. */
function failures(stat: ReadonlyMap<string, number>): readonly GroupSample[] {
  const metric = 'container_memory_failures_total';
  return [
    [metric, stat.get('pgfault'), { failure_type: 'pgfault', scope: 'hierarchy' }],
    [metric, stat.get('pgmajfault'), { failure_type: 'pgmajfault', scope: 'hierarchy' }],
  ];
}

/** What the kernel cannot take back without trouble: the limit is held against it. */
function workingSet(current: number | undefined, inactive = 0): number | undefined {
  return current === undefined ? undefined : Math.max(0, current - inactive);
}

/** No limit is 0, as cAdvisor has it. */
async function readLimits(files: GroupFiles): Promise<readonly GroupSample[]> {
  const [max, low, swap] = await Promise.all(
    ['memory.max', 'memory.low', 'memory.swap.max'].map((file) => files.number(file)),
  );
  return [
    ['container_spec_memory_limit_bytes', max ?? 0],
    ['container_spec_memory_reservation_limit_bytes', low ?? 0],
    ['container_spec_memory_swap_limit_bytes', swap ?? 0],
  ];
}

async function readTasks(files: GroupFiles): Promise<readonly GroupSample[]> {
  const [threads, most] = await Promise.all([files.number('pids.current'), files.number('pids.max')]);
  return [
    ['container_threads', threads],
    ['container_threads_max', threads === undefined ? undefined : (most ?? 0)],
  ];
}
