import type { MetricFamily } from '@telltale/model';
import { family } from '../plain-family.ts';

/** The kernel counts disk sectors of 512 bytes, whatever the device's own sector size. */
const SECTOR_BYTES = 512;
/** Partitions and virtual devices repeat their disk or hold no data: node_exporter's default. */
const IGNORED = /^(?:z?ram|loop|fd|(?:h|s|v|xv)d[a-z]+|nvme\d+n\d+p)\d+$/;

const count = (value: number) => value;
const bytes = (sectors: number) => sectors * SECTOR_BYTES;
const seconds = (ms: number) => ms / 1000;

/** Column of `/proc/diskstats` → metric, conversion to the base unit, and help. */
const COLUMNS: readonly (readonly [
  index: number,
  name: string,
  convert: (value: number) => number,
  help: string,
])[] = [
  [3, 'reads_completed', count, 'The total number of reads completed successfully.'],
  [5, 'read_bytes', bytes, 'The total number of bytes read successfully.'],
  [6, 'read_time_seconds', seconds, 'The total number of seconds spent by all reads.'],
  [7, 'writes_completed', count, 'The total number of writes completed successfully.'],
  [9, 'written_bytes', bytes, 'The total number of bytes written successfully.'],
  [10, 'write_time_seconds', seconds, 'This is the total number of seconds spent by all writes.'],
  [12, 'io_time_seconds', seconds, 'Total seconds spent doing I/Os.'],
];

/** `/proc/diskstats`: traffic by disk. */
export function parseDiskStatistics(text: string): MetricFamily[] {
  const disks = text
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length >= 14 && !IGNORED.test(fields[2]));
  return COLUMNS.map(([index, name, convert, help]) =>
    family(
      'counter',
      `node_disk_${name}_total`,
      help,
      disks.map((fields) => [{ device: fields[2] }, convert(Number(fields[index]))]),
    ),
  );
}
