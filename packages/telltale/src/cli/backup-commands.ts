import type { AddCommand } from './add-command.ts';
import { jsonOption } from './common-options.ts';

const BACKUP_HELP = `
Grafana is asked with TELLTALE_GRAFANA_TOKEN, or TELLTALE_GRAFANA_USER and TELLTALE_GRAFANA_PASSWORD; with _FILE behind
the name, it is read from a file. A station on another machine is asked with TELLTALE_TOKEN.

Exit codes: 0 the backup is on disk and was read again; 2 there is none: wrong arguments, no server, no room.`;

const addBackup: AddCommand = (program, io, finish) => {
  const backup = program
    .command('backup')
    .description('write one file with everything a station keeps, while it runs; or a Prometheus, a Grafana')
    .argument('<file>', 'a new .tar.gz; {time} in its name stands for the moment')
    .option('-u, --url <url>', 'a running station (default: the one on TELLTALE_PORT or 4400)')
    .option('-d, --data <folder>', 'data folder of a station that does not run instead')
    .option('--prometheus <address>', 'a Prometheus with --web.enable-admin-api instead')
    .option('--prometheus-data <folder>', 'its data folder, as this machine sees it')
    .option('--grafana <address>', 'a Grafana instead: folders, data sources, dashboards, alerting')
    .option('--keep <count>', 'delete the oldest backups of this name but so many; needs {time}')
    .addOption(jsonOption())
    .addHelpText('after', BACKUP_HELP)
    .action(async (file: string, options) => {
      const { backupCommand } = await import('../commands/backup.ts');
      finish(await backupCommand({ ...options, file }, io));
    });
  backup
    .command('verify')
    .description('read a backup from its first byte to its last, and write nothing')
    .argument('<file>', 'the backup')
    .addOption(jsonOption())
    .addHelpText('after', '\nExit codes: 0 it is whole; 2 it is not, and why.')
    .action(async (file: string, options) => {
      const { backupVerifyCommand } = await import('../commands/backup.ts');
      // `--json` belongs to the command above, too, which takes it wherever it stands.
      finish(await backupVerifyCommand({ ...backup.opts(), ...options, file }, io));
    });
};

const RESTORE_HELP = `
All of the backup is checked before anything is written. A folder becomes the restored one by one rename: whatever ends
the command leaves it as it was, or complete.

Exit codes: 0 restored; 1 Grafana refused a part, which is named; 2 nothing was restored.`;

const addRestore: AddCommand = (program, io, finish) => {
  program
    .command('restore')
    .description('put back what `telltale backup` has written')
    .argument('<file>', 'the backup')
    .option('-d, --data <folder>', 'data folder for a station: empty, or not there yet')
    .option('--prometheus-data <folder>', 'data folder for a Prometheus: empty, or not there yet')
    .option('--grafana <address>', 'a Grafana: what it has of the same name is changed, the rest stays')
    .option('--replace', 'move what is in the folder aside')
    .addOption(jsonOption())
    .addHelpText('after', RESTORE_HELP)
    .action(async (file: string, options) => {
      const { restoreCommand } = await import('../commands/restore.ts');
      finish(await restoreCommand({ ...options, file }, io));
    });
};

/** Commands that take everything away, and bring it back. */
export const BACKUP_COMMANDS: readonly AddCommand[] = [addBackup, addRestore];
