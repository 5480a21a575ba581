import { TelltaleError } from '@telltale/model';
import { expect, test } from 'vitest';
import { reportError } from './report-error.ts';

function reported(error: unknown): string {
  let errors = '';
  const io = { write: () => {}, writeError: (text: string) => void (errors += text) };
  reportError(error, { ...io, useColor: false, cwd: '/', env: {} });
  return errors;
}

test('the code follows what is wrong, and the fix comes last', () => {
  expect(reported(new TelltaleError('TT_USAGE', 'no', { fix: 'Say yes.' }))).toBe(
    'telltale: no (TT_USAGE)\n  Say yes.\n',
  );
});

test('the code stands in the first line, however many there are', () => {
  const list = new TelltaleError('TT_USAGE', 'Two faults:\n  a\n  b', { fix: 'Mend them.' });
  expect(reported(list)).toBe('telltale: Two faults (TT_USAGE):\n  a\n  b\n  Mend them.\n');
});

test('an error that nobody foresaw says how to find where it came from', () => {
  expect(reported(new Error('odd'))).toContain('telltale: odd\n  Set TELLTALE_DEBUG=1');
});
