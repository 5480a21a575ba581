import type { CheckRule } from '../../check-rule.ts';
import { backupCommands } from './backup-command.ts';

const TAR =
  'docker run --rm -v prometheus-data:/data -v $(pwd):/backup alpine tar czf /backup/a.tar.gz -C /data .\n';

/** Archives of a database that is written while they are made. */
export const docLiveTsdbBackup: CheckRule = {
  id: 'doc/live-tsdb-backup',
  severity: 'warning',
  why: 'The copy has half of a block and half of a log: whether it can be restored shows on the day it is needed.',
  doc: `Reported for commands that pack the volume of Prometheus with tar, unless one of the ten commands in
front of them stops it or takes a snapshot. Other volumes are not judged.`,
  examples: [
    {
      wrong: { files: { 'backup.sh': TAR } },
      right: { files: { 'backup.sh': `docker stop prometheus\n${TAR}docker start prometheus\n` } },
    },
    {
      wrong: { files: { 'README.md': `\`\`\`bash\n${TAR}\`\`\`\n` } },
      right: { files: { 'README.md': `\`\`\`bash\n${TAR.replace('prometheus-data', 'wiki-data')}\`\`\`\n` } },
    },
  ],
  *run(workspace) {
    for (const { volume, place, before } of backupCommands(workspace)) {
      const isQuiet = before.some((line) => /\b(?:stop|down|snapshot)\b/.test(line));
      if (!/prom(?:etheus)?/i.test(volume) || isQuiet) continue;
      yield {
        place,
        message: `${volume} is packed while Prometheus writes it`,
        fix: 'stop Prometheus first, or pack a snapshot: POST /api/v1/admin/tsdb/snapshot (needs --web.enable-admin-api)',
      };
    }
  },
};
