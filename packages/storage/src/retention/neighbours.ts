import { UNSENT_FOLDER } from '../folder/data-folder.ts';
import { SNAPSHOT_FOLDER } from '../snapshot/snapshot-name.ts';

/** Folders beside the files of the metrics that do not count to their size: copies, and stores with limits of their own. */
export const NEIGHBOURS: readonly string[] = [SNAPSHOT_FOLDER, UNSENT_FOLDER, 'logs', 'traces', 'run'];
