import type { GroupFiles } from './group-files.ts';
import type { GroupSample } from './group-sample.ts';

const COLUMNS = [
  ['rbytes', 'container_fs_reads_bytes_total'],
  ['wbytes', 'container_fs_writes_bytes_total'],
  ['rios', 'container_fs_reads_total'],
  ['wios', 'container_fs_writes_total'],
] as const;

/** `io.stat`: what a group has read from each disk and written to it. */
export async function readDisks(
  files: GroupFiles,
  deviceNames: ReadonlyMap<string, string>,
): Promise<readonly GroupSample[]> {
  const lines = ((await files.text('io.stat')) ?? '').split('\n');
  return lines.flatMap((line) => {
    const [numbers, ...pairs] = line.split(' ');
    const values = new Map(
      pairs.map((pair) => pair.split('=')).map(([name, value]) => [name, Number(value)]),
    );
    const device = deviceNames.get(numbers) ?? numbers;
    return COLUMNS.map(([field, metric]): GroupSample => [metric, values.get(field), { device }]);
  });
}

/** `/proc/partitions`: names of disks by their numbers. */
export function parsePartitions(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields.length === 4 && fields[0] !== 'major')
      .map(([major, minor, , name]) => [`${major}:${minor}`, `/dev/${name}`]),
  );
}
