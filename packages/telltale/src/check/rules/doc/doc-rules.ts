import type { CheckRule } from '../../check-rule.ts';
import { docApiRemoved } from './api-removed.ts';
import { docBackupVolume } from './backup-volume.ts';
import { docLiveTsdbBackup } from './live-tsdb-backup.ts';
import { docMojibake } from './mojibake.ts';
import { docOutdatedClaim } from './outdated-claim.ts';
import { docOutdatedUi } from './outdated-ui.ts';
import { docRetiredCommand } from './retired-command.ts';
import { docSingleWriter } from './single-writer.ts';

/** Rules of guides. */
export const DOC_RULES: readonly CheckRule[] = [
  docApiRemoved,
  docLiveTsdbBackup,
  docBackupVolume,
  docRetiredCommand,
  docSingleWriter,
  docOutdatedUi,
  docOutdatedClaim,
  docMojibake,
];
