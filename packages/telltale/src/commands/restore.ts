import { resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import type { BackupKind } from '@telltale/storage';
import { restoreFolder } from '@telltale/storage';
import { grafanaAccess } from '../server/grafana-access.ts';
import { printGrafanaRestore, restoreGrafana } from '../backup/grafana/restore-grafana.ts';
import { backupJson, printBackup } from '../backup/print-backup.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { serverAddress } from '../io/server-address.ts';

/** The options of `telltale restore`. */
export interface RestoreCommandOptions {
  readonly file: string;
  /** Data folder of a station. */
  readonly data?: string;
  readonly prometheusData?: string;
  readonly grafana?: string;
  /** Moves aside what is in the folder. */
  readonly replace?: boolean;
  readonly json?: boolean;
}

/** `telltale restore`: puts back what `telltale backup` has written, after all of it was checked. */
export async function restoreCommand(options: RestoreCommandOptions, io: CommandIo): Promise<number> {
  const { data, prometheusData, grafana } = options;
  const [target, ...more] = [data, prometheusData, grafana].filter((one) => one !== undefined);
  if (target === undefined || more.length > 0) {
    throw new TelltaleError('TT_USAGE', 'a backup is restored to one place', {
      fix: 'Name it with --data, --prometheus-data or --grafana, as the backup was made.',
    });
  }
  const file = resolve(io.cwd, options.file);
  if (grafana !== undefined) {
    const report = await restoreGrafana(file, grafanaAccess(serverAddress(grafana, io), io));
    if (options.json) io.write(`${JSON.stringify(report, undefined, 2)}\n`);
    else printGrafanaRestore(report, io);
    return report.failed.length > 0 ? EXIT.findings : EXIT.ok;
  }
  const kind = data === undefined ? 'prometheus' : 'station';
  return restoreFiles({ ...options, file, kind, folder: resolve(io.cwd, target) }, io);
}

interface FolderRestore extends RestoreCommandOptions {
  readonly kind: BackupKind;
  readonly folder: string;
}

async function restoreFiles(options: FolderRestore, io: CommandIo): Promise<number> {
  const { file, kind, folder, replace = false, json } = options;
  const { manifest, aside } = await restoreFolder({ file, kind, folder, replaces: replace });
  if (json) {
    const report = { folder, ...(aside !== undefined && { aside }), ...backupJson(manifest) };
    io.write(`${JSON.stringify(report, undefined, 2)}\n`);
    return EXIT.ok;
  }
  printBackup(`${folder} is restored`, manifest, io);
  if (aside !== undefined) io.write(`  what was there is now in ${aside}\n`);
  return EXIT.ok;
}
