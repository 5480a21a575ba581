import { resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { readArchive } from '@telltale/storage';
import { backupPath, checkRotation, rotateBackups } from '../backup/backup-name.ts';
import { grafanaAccess } from '../server/grafana-access.ts';
import { grafanaArchive } from '../backup/sources/grafana-archive.ts';
import { folderArchive } from '../backup/sources/folder-archive.ts';
import { prometheusArchive } from '../backup/sources/prometheus-archive.ts';
import { stationArchive } from '../backup/sources/station-archive.ts';
import { backupJson, printBackup } from '../backup/print-backup.ts';
import { writeBackup } from '../backup/write-backup.ts';
import type { BackupSource } from '../backup/write-backup.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { interruptible } from '../io/interruptible.ts';
import { printable } from '../io/printable.ts';
import { serverAddress } from '../io/server-address.ts';
import { wholeNumberOption } from '../io/whole-number-option.ts';

/** The options of `telltale backup`. */
export interface BackupCommandOptions {
  /** `{time}` in its name stands for the moment. */
  readonly file: string;
  /** Data folder of a station that does not run. */
  readonly data?: string;
  readonly url?: string;
  readonly prometheus?: string;
  readonly prometheusData?: string;
  readonly grafana?: string;
  /** How many backups of the same name stay. */
  readonly keep?: string;
  readonly json?: boolean;
}

/** More are no rotation. */
const MOST_KEPT = 10_000;

/** `telltale backup`: writes one file with everything; done when all of it is on disk and was read again. */
export async function backupCommand(options: BackupCommandOptions, io: CommandIo): Promise<number> {
  const keep =
    options.keep === undefined
      ? undefined
      : wholeNumberOption('--keep', options.keep, { fallback: 1, most: MOST_KEPT });
  checkRotation(options.file, keep);
  const makeArchive = sourceOf(options, io);
  const named = resolve(io.cwd, options.file);
  const path = backupPath(named, Date.now());
  const stopped = new TelltaleError('TT_FILE_WRITE', `${path} was not written: the backup was ended`);
  const { manifest, leftOver } = await interruptible(stopped, (signal) =>
    writeBackup(path, makeArchive, signal),
  );
  if (leftOver !== undefined) io.writeError(`${printable(leftOver)}\n`);
  const gone = keep === undefined ? [] : await rotateBackups(named, keep);
  if (options.json) {
    io.write(`${JSON.stringify({ file: path, ...backupJson(manifest), deleted: gone }, undefined, 2)}\n`);
    return EXIT.ok;
  }
  printBackup(path, manifest, io);
  if (gone.length > 0) io.write(`  deleted: ${gone.join(', ')}\n`);
  return EXIT.ok;
}

/** `telltale backup verify`: reads a backup from its first byte to its last. */
export async function backupVerifyCommand(
  { file, json }: { readonly file: string; readonly json?: boolean },
  io: CommandIo,
): Promise<number> {
  const path = resolve(io.cwd, file);
  const manifest = await readArchive(path);
  if (json) io.write(`${JSON.stringify({ file: path, ...backupJson(manifest) }, undefined, 2)}\n`);
  else printBackup(`${path} is whole`, manifest, io);
  return EXIT.ok;
}

function sourceOf(
  options: BackupCommandOptions,
  io: CommandIo,
): (signal: AbortSignal) => Promise<BackupSource> {
  const { data, url, prometheus, prometheusData, grafana } = options;
  const named = [data, url, prometheus, grafana].filter((source) => source !== undefined);
  if (named.length > 1) {
    throw new TelltaleError(
      'TT_USAGE',
      'a backup is of one thing: --data, --url, --prometheus or --grafana',
      {
        fix: 'Make one file of each.',
      },
    );
  }
  if ((prometheus === undefined) !== (prometheusData === undefined)) {
    throw new TelltaleError('TT_USAGE', '--prometheus and --prometheus-data belong together', {
      fix: 'Prometheus makes the snapshot, in its data folder; both have to be named.',
    });
  }
  if (data !== undefined) return (signal) => folderArchive(resolve(io.cwd, data), signal);
  if (grafana !== undefined) {
    const access = grafanaAccess(serverAddress(grafana, io), io);
    return (signal) => grafanaArchive(access, signal);
  }
  if (prometheus !== undefined && prometheusData !== undefined) {
    const address = serverAddress(prometheus, io);
    const dataFolder = resolve(io.cwd, prometheusData);
    const token = io.env['TELLTALE_PROMETHEUS_TOKEN'];
    return (signal) => prometheusArchive({ address, dataFolder, token }, signal);
  }
  const address = serverAddress(url, io);
  return (signal) => stationArchive({ address, token: io.env['TELLTALE_TOKEN'] }, signal);
}
