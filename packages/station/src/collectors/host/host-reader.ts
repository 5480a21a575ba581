import { readFile } from 'node:fs/promises';
import { hostname, machine, platform, release, version } from 'node:os';
import type { ReadingSink } from '../../scrape/page/reading-sink.ts';
import type { MetricFamily } from '@telltale/model';
import { family, single } from '../plain-family.ts';
import { parseLoadAverage, parseStat } from './cpu.ts';
import { parseDiskStatistics } from './disk.ts';
import { parseMounts, readFilesystems } from './filesystem.ts';
import { parseMemoryInfo } from './memory.ts';
import { parseNetworkDevices } from './network.ts';

/** Whether the host can be read: the figures come from Linux' `/proc`. */
export const isHostReadable = platform() === 'linux';

/** The host as a target that is read in this process: there is no page, so its size is 0. */
export async function hostReader(sink: ReadingSink): Promise<number> {
  for (const { name, type, help, unit, samples } of await readHost(Date.now())) {
    sink.metadata(name, { type, help, unit });
    for (const { labels, value } of samples) sink.sample(labels.key, () => labels, value);
  }
  return 0;
}

/**
 * Figures of this machine under the names and with the units of node_exporter, so that dashboards
 * and rules written for it work unchanged.
 */
export async function readHost(nowMs: number): Promise<MetricFamily[]> {
  const [stat, load, memory, disks, network, mounts] = await Promise.all([
    readProc('stat', parseStat),
    readProc('loadavg', parseLoadAverage),
    readProc('meminfo', parseMemoryInfo),
    readProc('diskstats', parseDiskStatistics),
    readProc('net/dev', parseNetworkDevices),
    readProc('self/mounts', parseMounts),
  ]);
  return [
    ...stat,
    ...load,
    ...memory,
    ...disks,
    ...network,
    ...(await readFilesystems(mounts)),
    single('gauge', 'node_time_seconds', 'System time in seconds since epoch (1970).', nowMs / 1000),
    family('gauge', 'node_uname_info', 'Labeled system information as provided by the uname system call.', [
      [
        {
          machine: machine(),
          nodename: hostname(),
          release: release(),
          sysname: 'Linux',
          version: version(),
        },
        1,
      ],
    ]),
  ];
}

/** A file the kernel does not offer (a container may hide some) gives no figures. */
async function readProc<Item>(path: string, parse: (text: string) => Item[]): Promise<Item[]> {
  let text: string;
  try {
    text = await readFile(`/proc/${path}`, 'utf8');
  } catch {
    return [];
  }
  return parse(text);
}
