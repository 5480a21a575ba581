import { readFile } from 'node:fs/promises';
import type { MetricFamily } from '@telltale/model';
import { parseLoadAverage, parseStat } from './cpu.ts';
import { parseDiskStatistics } from './disk.ts';
import { parseMounts, readFilesystems } from './filesystem.ts';
import {
  parseFileDescriptors,
  parseGauge,
  parseNetstat,
  parseNetstat6,
  parseSocketStatistics,
  parseVirtualMemory,
} from './kernel-counts.ts';
import { parseMemoryInfo } from './memory.ts';
import { parseNetworkDevices } from './network.ts';
import { readNetworkState } from './network-state.ts';
import { parsePressure } from './pressure.ts';
import { systemFamilies } from './system-families.ts';

/** Files below `/proc`, and what is made of each. */
const FILES: readonly (readonly [path: string, parse: (text: string) => MetricFamily[]])[] = [
  ['stat', parseStat],
  ['loadavg', parseLoadAverage],
  ['meminfo', parseMemoryInfo],
  ['diskstats', parseDiskStatistics],
  ['net/dev', parseNetworkDevices],
  ['net/netstat', parseNetstat],
  ['net/snmp', parseNetstat],
  ['net/snmp6', parseNetstat6],
  ['net/sockstat', parseSocketStatistics],
  ['net/sockstat6', parseSocketStatistics],
  ['vmstat', parseVirtualMemory],
  ['pressure/cpu', (text) => parsePressure('cpu', text)],
  ['pressure/io', (text) => parsePressure('io', text)],
  ['pressure/memory', (text) => parsePressure('memory', text)],
  ['sys/fs/file-nr', parseFileDescriptors],
  [
    'sys/kernel/random/entropy_avail',
    parseGauge('node_entropy_available_bits', 'Bits of available entropy.'),
  ],
  ['sys/kernel/random/poolsize', parseGauge('node_entropy_pool_size_bits', 'Bits of entropy pool.')],
  [
    'sys/net/netfilter/nf_conntrack_count',
    parseGauge(
      'node_nf_conntrack_entries',
      'Number of currently allocated flow entries for connection tracking.',
    ),
  ],
  [
    'sys/net/netfilter/nf_conntrack_max',
    parseGauge('node_nf_conntrack_entries_limit', 'Maximum size of connection tracking table.'),
  ],
];

/** Everything that `/proc` and `/sys` tell of this machine. */
export async function readLinuxHost(nowMs: number): Promise<MetricFamily[]> {
  const [families, filesystems, network, [domainname]] = await Promise.all([
    Promise.all(FILES.map(([path, parse]) => readProc(path, parse))),
    readProc('self/mounts', parseMounts).then(readFilesystems),
    readNetworkState('/sys'),
    readProc('sys/kernel/domainname', (text) => [text.trim()]),
  ]);
  return [...families.flat(), ...filesystems, ...network, ...systemFamilies(nowMs, domainname)];
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
