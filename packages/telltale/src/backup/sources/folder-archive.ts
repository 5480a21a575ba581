import { createArchive, holdStoppedFolder } from '@telltale/storage';
import { VERSION } from '../../io/version.ts';
import type { BackupSource } from '../write-backup.ts';

/**
 * Backs up the data folder of a station that does not run; none can be started on it until the archive was read.
 *
 * @throws TelltaleError TT_FILE_READ, TT_DATA_LOCKED, TT_DATA_FOLDER
 */
export async function folderArchive(folder: string, signal: AbortSignal): Promise<BackupSource> {
  const { files, release, ...contents } = holdStoppedFolder(folder);
  try {
    const head = {
      kind: 'station',
      madeBy: `telltale ${VERSION}`,
      madeAtMs: Date.now(),
      ...contents,
    } as const;
    const { stream } = await createArchive(head, files, signal);
    return { stream, end: async () => release() };
  } catch (error) {
    release();
    throw error;
  }
}
