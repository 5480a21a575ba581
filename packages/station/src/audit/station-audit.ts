import type { Clock } from '@telltale/model';
import type { AuditAnswer, AuditQuestion } from '@telltale/storage';
import { AuditLog, readAudit } from '@telltale/storage';
import type { StationSettings } from '../settings.ts';
import { AuditTrail } from './audit-trail.ts';

/** The audit log of a station. */
export interface StationAudit {
  readonly trail: AuditTrail;
  readonly read: (question: AuditQuestion) => Promise<AuditAnswer>;
  /** Copies its files to another folder. */
  readonly copyTo: (folder: string) => Promise<void>;
  /** Resolves when what is under way is on disk. */
  readonly close: () => Promise<void>;
}

/** Keeps the audit log in the data folder; it is made with the first record. */
export function createStationAudit(
  { dataFolder: folder, log: say }: StationSettings,
  onRecord: (outcome: 'written' | 'lost') => void,
  clock: Clock,
): StationAudit {
  const log = new AuditLog({ folder });
  const observer = {
    onWritten: () => onRecord('written'),
    onLost: () => onRecord('lost'),
    log: (line: string) => say?.(line),
  };
  return {
    trail: new AuditTrail({ log, observer, clock }),
    read: (question) => readAudit(folder, question),
    copyTo: (target) => log.copyTo(target),
    close: () => log.close(),
  };
}

/** Does what came over no connection, such as a signal of the system, and writes down how it went. */
export async function audited(trail: AuditTrail, action: string, task: () => Promise<void>): Promise<void> {
  const done = { who: 'local', action } as const;
  try {
    await task();
  } catch (error) {
    await trail.record({ ...done, outcome: 'failed' });
    throw error;
  }
  await trail.record({ ...done, outcome: 'done' });
}
