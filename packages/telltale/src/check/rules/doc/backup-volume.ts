import type { CheckRule } from '../../check-rule.ts';
import { composeServices } from '../../stack/compose-service.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { backupCommands } from './backup-command.ts';

const TAR =
  'docker run --rm -v grafana-data:/data -v $(pwd):/backup alpine tar czf /backup/a.tar.gz -C /data .\n';

/** Backups of a volume that has another name. */
export const docBackupVolume: CheckRule = {
  id: 'doc/backup-volume',
  severity: 'warning',
  preset: 'strict',
  why: 'Docker makes an empty volume of that name, and the backup is empty without any error.',
  doc: `Reported for commands that pack a volume by a plain name where the stack is started with Compose:
Compose puts the project's name in front (shop_grafana-data). Never reported: volumes that a Compose file
here gives a name: or declares external, and commands on a machine without Compose.`,
  examples: [
    {
      wrong: { files: { 'backup.sh': `docker compose up -d\n${TAR}` } },
      right: { files: { 'backup.sh': `docker volume create grafana-data\n${TAR}` } },
    },
    {
      wrong: { files: { 'backup.sh': `docker compose up -d\n${TAR}` } },
      right: {
        files: { 'backup.sh': `docker compose up -d\n${TAR.replace('grafana-data', 'shop_grafana-data')}` },
      },
    },
  ],
  *run(workspace) {
    if (!usesCompose(workspace)) return;
    const plain = plainlyNamed(workspace);
    for (const { volume, place } of backupCommands(workspace)) {
      if (plain.has(volume) || volume.includes('_')) continue;
      yield {
        place,
        message: `Compose names this volume PROJECT_${volume}`,
        fix: `look the name up with docker volume ls, or give the volume a name: in the Compose file`,
      };
    }
  },
};

function usesCompose(workspace: Workspace): boolean {
  return (
    composeServices(workspace).length > 0 ||
    workspace.texts.some(({ source }) => /\bdocker[- ]compose\b/.test(source.text))
  );
}

/** Volumes whose name Compose takes as it is. */
function plainlyNamed({ documents }: Workspace): ReadonlySet<string> {
  const volumes = documents.flatMap(({ kind, root }) =>
    kind === 'compose' ? (root.get('volumes')?.entries() ?? []) : [],
  );
  return new Set(
    volumes.flatMap(({ key, value }) => {
      const name = value.get('name')?.text();
      return name === undefined ? (value.get('external')?.boolean() === true ? [key] : []) : [name];
    }),
  );
}
