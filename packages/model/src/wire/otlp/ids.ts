import { isZeroId, validId } from '../../ids/valid-id.ts';
import type { ParseReport } from './parse-report.ts';

/** An id that a record may lack: one that is wrong is left out, which is noted. */
export function recordId(text: string, digits: number, report: ParseReport): string | undefined {
  if (text === '') return undefined;
  const id = validId(text, digits);
  if (id === undefined && !isZeroId(text, digits)) report.flaw('invalid_id');
  return id;
}
