import type { ParseReport } from './parse-report.ts';

const HEXADECIMAL = /^[0-9a-f]+$/;
const ZEROS = /^0+$/;

/** An id of so many hexadecimal digits in lower case; nothing for what is none. Zeros are no id. */
export function validId(text: string, digits: number): string | undefined {
  if (text.length !== digits) return undefined;
  const id = text.toLowerCase();
  return HEXADECIMAL.test(id) && !ZEROS.test(id) ? id : undefined;
}

/** An id that a record may lack: one that is wrong is left out, which is noted. Zeros are how some say "none". */
export function recordId(text: string, digits: number, report: ParseReport): string | undefined {
  if (text === '') return undefined;
  const id = validId(text, digits);
  if (id === undefined && !(text.length === digits && ZEROS.test(text))) report.flaw('invalid_id');
  return id;
}
