import { statfs } from 'node:fs/promises';
import type { MetricFamily } from '@telltale/model';
import { family } from '../plain-family.ts';

/** File systems that hold no files of anybody. */
const VIRTUAL_TYPES = new Set(
  (
    'autofs binfmt_misc bpf cgroup cgroup2 configfs debugfs devpts devtmpfs fusectl hugetlbfs ' +
    'iso9660 mqueue nsfs overlay proc procfs pstore rpc_pipefs securityfs selinuxfs squashfs ' +
    'sysfs tracefs'
  ).split(' '),
);
/** A network mount that does not answer must not hold up the collector. */
const STATFS_TIMEOUT_MS = 1000;

export interface Mount {
  readonly device: string;
  readonly mountpoint: string;
  readonly fstype: string;
  readonly isReadOnly: boolean;
}

/** `/proc/self/mounts`: the mounted file systems that hold files; the root is always among them. */
export function parseMounts(text: string): Mount[] {
  const mounts = new Map<string, Mount>();
  for (const line of text.split('\n')) {
    const [device, mountpoint, fstype, options = ''] = line.split(' ').map(unescapeOctal);
    if (fstype === undefined) continue;
    const isReadOnly = options.split(',').includes('ro');
    const isWanted = mountpoint === '/' || !VIRTUAL_TYPES.has(fstype);
    if (isWanted) mounts.set(mountpoint, { device, mountpoint, fstype, isReadOnly });
  }
  return [...mounts.values()];
}

/** The kernel writes blanks in names as `\040`. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8)));
}

/** Size and free space of each mount; a mount that cannot be asked is left out. */
export async function readFilesystems(mounts: readonly Mount[]): Promise<MetricFamily[]> {
  const sizes = await Promise.all(mounts.map(readSize));
  const known = sizes.filter((size) => size !== undefined);
  const column = (name: string, help: string, key: FilesystemColumn) =>
    family(
      'gauge',
      `node_filesystem_${name}`,
      help,
      known.map((size) => [size.labels, size[key]]),
    );
  return [
    column('size_bytes', 'Filesystem size in bytes.', 'size'),
    column('free_bytes', 'Filesystem free space in bytes.', 'free'),
    column('avail_bytes', 'Filesystem space available to non-root users in bytes.', 'available'),
    column('files', 'Filesystem total file nodes.', 'files'),
    column('files_free', 'Filesystem total free file nodes.', 'filesFree'),
    column('readonly', 'Filesystem read-only status.', 'readOnly'),
  ];
}

interface FilesystemSize {
  readonly labels: Readonly<Record<string, string>>;
  readonly size: number;
  readonly free: number;
  readonly available: number;
  readonly files: number;
  readonly filesFree: number;
  readonly readOnly: number;
}

type FilesystemColumn = Exclude<keyof FilesystemSize, 'labels'>;

async function readSize({ isReadOnly, ...labels }: Mount): Promise<FilesystemSize | undefined> {
  const { promise: tooLate, resolve } = Promise.withResolvers<undefined>();
  const timer = setTimeout(resolve, STATFS_TIMEOUT_MS, undefined);
  try {
    const stats = await Promise.race([statfs(labels.mountpoint), tooLate]);
    if (!stats || stats.blocks === 0) return undefined;
    return {
      labels,
      size: stats.blocks * stats.bsize,
      free: stats.bfree * stats.bsize,
      available: stats.bavail * stats.bsize,
      files: stats.files,
      filesFree: stats.ffree,
      readOnly: Number(isReadOnly),
    };
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
