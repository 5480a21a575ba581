import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { AUDIT_FILES, auditFile } from './audit-log.ts';
import type { AuditRecord } from './audit-record.ts';
import { parseAuditRecord } from './audit-record.ts';

/** Which records are read. */
export interface AuditQuestion {
  /** Those from this moment on. */
  readonly sinceMs: number;
  /** The newest of them. */
  readonly limit: number;
}

/** What an audit log has. */
export interface AuditAnswer {
  /** From the oldest to the newest. */
  readonly records: readonly AuditRecord[];
  /** Lines that are no records. */
  readonly unreadable: number;
}

/** Reads the audit log of a data folder, whether a station runs on it or not; nothing where there is none. */
export async function readAudit(folder: string, { sinceMs, limit }: AuditQuestion): Promise<AuditAnswer> {
  const records: AuditRecord[] = [];
  let unreadable = 0;
  for (let age = AUDIT_FILES - 1; age >= 0; age--) {
    for await (const line of linesOf(auditFile(folder, age))) {
      const record = parseAuditRecord(line);
      if (!record) unreadable++;
      else if (Date.parse(record.at) >= sinceMs) records.push(record);
      // Twice the limit at most is held, whatever the files have.
      if (records.length >= 2 * limit) records.splice(0, records.length - limit);
    }
  }
  return { records: records.slice(-limit), unreadable };
}

async function* linesOf(path: string): AsyncGenerator<string> {
  const input = createReadStream(path, 'utf8');
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) if (line !== '') yield line;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  } finally {
    input.destroy();
  }
}
