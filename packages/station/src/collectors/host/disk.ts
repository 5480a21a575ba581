import type { MetricFamily } from '@telltale/model';
import { family } from '../plain-family.ts';

/** The kernel counts disk sectors of 512 bytes, whatever the device's own sector size. */
const SECTOR_BYTES = 512;
/** Partitions and virtual devices repeat their disk or hold no data: node_exporter's default. */
const IGNORED = /^(?:z?ram|loop|fd|(?:h|s|v|xv)d[a-z]+|nvme\d+n\d+p)\d+$/;

const count = (value: number) => value;
const bytes = (sectors: number) => sectors * SECTOR_BYTES;
const seconds = (ms: number) => ms / 1000;

/** Column of `/proc/diskstats` → metric, conversion to the base unit, and help; older kernels have fewer columns. */
const COLUMNS: readonly (readonly [
  index: number,
  name: string,
  convert: (value: number) => number,
  help: string,
])[] = [
  [3, 'reads_completed_total', count, 'The total number of reads completed successfully.'],
  [4, 'reads_merged_total', count, 'The total number of reads merged.'],
  [5, 'read_bytes_total', bytes, 'The total number of bytes read successfully.'],
  [6, 'read_time_seconds_total', seconds, 'The total number of seconds spent by all reads.'],
  [7, 'writes_completed_total', count, 'The total number of writes completed successfully.'],
  [8, 'writes_merged_total', count, 'The number of writes merged.'],
  [9, 'written_bytes_total', bytes, 'The total number of bytes written successfully.'],
  [10, 'write_time_seconds_total', seconds, 'This is the total number of seconds spent by all writes.'],
  [11, 'io_now', count, 'The number of I/Os currently in progress.'],
  [12, 'io_time_seconds_total', seconds, 'Total seconds spent doing I/Os.'],
  [13, 'io_time_weighted_seconds_total', seconds, 'The weighted # of seconds spent doing I/Os.'],
  [14, 'discards_completed_total', count, 'The total number of discards completed successfully.'],
  [15, 'discards_merged_total', count, 'The total number of discards merged.'],
  [16, 'discarded_sectors_total', count, 'The total number of sectors discarded successfully.'],
  [17, 'discard_time_seconds_total', seconds, 'This is the total number of seconds spent by all discards.'],
  [18, 'flush_requests_total', count, 'The total number of flush requests completed successfully'],
  [19, 'flush_requests_time_seconds_total', seconds, 'Total seconds spent by all flush requests.'],
];

/** `/proc/diskstats`: traffic by disk. */
export function parseDiskStatistics(text: string): MetricFamily[] {
  const disks = text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length >= 14 && !IGNORED.test(fields[2]));
  return COLUMNS.flatMap(([index, name, convert, help]) => {
    const known = disks.filter((fields) => fields.length > index);
    if (known.length === 0) return [];
    const samples = known.map((fields) => [{ device: fields[2] }, convert(Number(fields[index]))] as const);
    return [family(name === 'io_now' ? 'gauge' : 'counter', `node_disk_${name}`, help, samples)];
  });
}
