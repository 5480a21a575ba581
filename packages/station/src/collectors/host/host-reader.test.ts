import { platform, totalmem } from 'node:os';
import { describe, expect, test } from 'vitest';
import { parseLoadAverage, parseStat } from './cpu.ts';
import { parseDiskStatistics } from './disk.ts';
import { parseMounts } from './filesystem.ts';
import { readHost } from './host-reader.ts';
import { parseSocketStatistics } from './kernel-counts.ts';
import { parseMemoryInfo } from './memory.ts';
import { parseNetworkDevices } from './network.ts';
import { parsePressure } from './pressure.ts';
import type { MetricFamily } from '@telltale/model';

function values(families: readonly MetricFamily[], name: string): Record<string, number> {
  const samples = families.find((family) => family.name === name)?.samples ?? [];
  return Object.fromEntries(samples.map(({ labels, value }) => [labels.withoutName().toString(), value]));
}

describe('host collector', () => {
  test('processor time is in seconds by core and mode', () => {
    const stat = 'cpu  10 0 10 10 0 0 0 0\ncpu0 150 0 50 1000 5 0 1 0 0 0\nctxt 12\nprocs_running 3\n';
    const families = parseStat(stat);
    const cpu = values(families, 'node_cpu_seconds_total');
    expect(cpu['{cpu="0", mode="user"}']).toBe(1.5);
    expect(cpu['{cpu="0", mode="idle"}']).toBe(10);
    expect(Object.keys(cpu)).toHaveLength(8);
    expect(values(families, 'node_context_switches_total')).toEqual({ '{}': 12 });
    expect(values(families, 'node_procs_running')).toEqual({ '{}': 3 });
  });

  test('memory fields become bytes and keep plain counts', () => {
    const families = parseMemoryInfo(
      'MemTotal:       16384 kB\nActive(anon):   2 kB\nHugePages_Total:   4\n',
    );
    expect(values(families, 'node_memory_MemTotal_bytes')).toEqual({ '{}': 16384 * 1024 });
    expect(values(families, 'node_memory_Active_anon_bytes')).toEqual({ '{}': 2048 });
    expect(values(families, 'node_memory_HugePages_Total')).toEqual({ '{}': 4 });
  });

  test('load averages are three gauges', () => {
    const families = parseLoadAverage('0.50 1.25 2.00 1/200 12345\n');
    expect(families.map(({ samples }) => samples[0].value)).toEqual([0.5, 1.25, 2]);
  });

  test('disks are read and partitions left out', () => {
    const line = (name: string) => `   8       0 ${name} 10 0 2000 500 20 0 4000 600 0 700 1100 0 0 0 0`;
    const families = parseDiskStatistics(`${line('sda')}\n${line('sda1')}\n${line('nvme0n1p1')}\n`);
    expect(values(families, 'node_disk_read_bytes_total')).toEqual({ '{device="sda"}': 2000 * 512 });
    expect(values(families, 'node_disk_io_time_seconds_total')).toEqual({ '{device="sda"}': 0.7 });
  });

  test('network devices are read past their header', () => {
    const text =
      'Inter-|   Receive                 |  Transmit\n face |bytes packets errs drop fifo frame compressed multicast|bytes packets\n' +
      '  eth0: 100 2 0 1 0 0 0 0 300 4 0 0 0 0 0 0\n';
    const families = parseNetworkDevices(text);
    expect(values(families, 'node_network_receive_bytes_total')['{device="eth0"}']).toBe(100);
    expect(values(families, 'node_network_transmit_bytes_total')['{device="eth0"}']).toBe(300);
  });

  test('mounts with blanks in their name are read, virtual ones left out, the root kept', () => {
    const text = 'overlay / overlay rw 0 0\nproc /proc proc rw 0 0\n/dev/sdb /mnt/my\\040disk ext4 rw 0 0\n';
    expect(parseMounts(text)).toEqual([
      { device: 'overlay', mountpoint: '/', fstype: 'overlay', isReadOnly: false },
      { device: '/dev/sdb', mountpoint: '/mnt/my disk', fstype: 'ext4', isReadOnly: false },
    ]);
  });

  test.runIf(platform() === 'linux')(
    'the real machine shows its memory, processors and root file system',
    async () => {
      const families = await readHost(1_700_000_000_000);
      expect(values(families, 'node_memory_MemTotal_bytes')['{}']).toBe(totalmem());
      expect(Object.keys(values(families, 'node_cpu_seconds_total')).length).toBeGreaterThanOrEqual(8);
      const sizes = families.find(({ name }) => name === 'node_filesystem_size_bytes')!.samples;
      expect(sizes.some(({ labels }) => labels.get('mountpoint') === '/')).toBe(true);
    },
  );

  test.each(['darwin', 'win32'] as const)(
    'on %s the families that dashboards use most are read',
    async (system) => {
      const families = await readHost(1_700_000_000_000, system);
      expect(values(families, 'node_memory_MemTotal_bytes')['{}']).toBe(totalmem());
      expect(values(families, 'node_memory_MemAvailable_bytes')['{}']).toBeGreaterThan(0);
      expect(Object.keys(values(families, 'node_cpu_seconds_total')).length).toBeGreaterThanOrEqual(5);
      expect(values(families, 'node_load1')['{}']).toBeGreaterThanOrEqual(0);
      expect(Object.keys(values(families, 'node_filesystem_avail_bytes')).length).toBeGreaterThan(0);
      expect(Object.keys(values(families, 'node_network_receive_bytes_total')).length).toBeGreaterThan(0);
    },
  );

  test('pressure is in seconds, sockets of memory in bytes', () => {
    const text = 'some avg10=0.00 avg60=0.00 avg300=0.00 total=1500000\nfull avg10=0.00 total=500000\n';
    const pressure = parsePressure('io', text);
    expect(values(pressure, 'node_pressure_io_waiting_seconds_total')).toEqual({ '{}': 1.5 });
    expect(values(pressure, 'node_pressure_io_stalled_seconds_total')).toEqual({ '{}': 0.5 });
    const sockets = parseSocketStatistics('sockets: used 9\nTCP: inuse 5 mem 2\n');
    expect(values(sockets, 'node_sockstat_TCP_mem_bytes')).toEqual({ '{}': 8192 });
  });
});
