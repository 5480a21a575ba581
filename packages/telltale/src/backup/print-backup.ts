import { backupHeadJson } from '@telltale/storage';
import type { BackupManifest } from '@telltale/storage';
import type { CommandIo } from '../io/command-io.ts';
import { printable } from '../io/printable.ts';

const NAMES = { station: 'a station', prometheus: 'a Prometheus', grafana: 'a Grafana' } as const;
/** `logRecords` as words. */
const CAMEL = /[A-Z]/g;

/** Says what is in a backup: whose it is, of when, how much. */
export function printBackup(title: string, manifest: BackupManifest, io: CommandIo): void {
  const { kind, madeBy, madeAtMs, timeRange, counts, notes = [], files } = manifest;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const amounts = Object.entries(counts).map(([name, count]) => {
    return `${count.toLocaleString('en-US')} ${name.replaceAll(CAMEL, (letter) => ` ${letter.toLowerCase()}`)}`;
  });
  const lines = [
    title,
    `  of ${NAMES[kind]}, made ${new Date(madeAtMs).toISOString()} by ${madeBy}`,
    ...(timeRange
      ? [`  from ${new Date(timeRange.startMs).toISOString()} to ${new Date(timeRange.endMs).toISOString()}`]
      : []),
    ...(amounts.length > 0 ? [`  ${amounts.join(', ')}`] : []),
    `  ${files.length} files, ${(bytes / 1e6).toFixed(1)} MB unpacked`,
    ...notes.map((note) => `  note: ${note}`),
  ];
  for (const line of lines) io.write(`${printable(line)}\n`);
}

/** What a backup says of itself, for programs: the list of its files counted. */
export function backupJson({ files, ...head }: BackupManifest): object {
  return {
    ...backupHeadJson(head),
    files: files.length,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
  };
}
