import type { ParseReport } from './parse-report.ts';

/** Reads a record. One that cannot be read is left out; those around it are not harmed. */
export function guarded<Item>(report: ParseReport, read: () => Item | undefined): Item | undefined {
  try {
    return read();
  } catch {
    report.reject('malformed');
    return undefined;
  }
}
