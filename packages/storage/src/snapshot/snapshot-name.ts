import { randomBytes } from 'node:crypto';
import { formatCompactTime } from '@telltale/model';

/** Where snapshots are, below the data folder. They are the operator's: nothing here deletes them. */
export const SNAPSHOT_FOLDER = 'snapshots';

/** A name that sorts by time and is never given twice: `20260322T101530Z-1f0c9a2be5d84e37`. */
export function createSnapshotName(nowMs: number): string {
  return `${formatCompactTime(nowMs)}-${randomBytes(8).toString('hex')}`;
}
