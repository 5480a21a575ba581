import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { plantFault } from '../../scripts/planting/planted-fault.ts';
import { PLANTED_FAULTS } from '../../scripts/planting/planted-faults.ts';
import { ROOT } from '../support/program.ts';

/*
 * That each fault is noticed takes minutes, and is the long run's and `npm run plant`'s. That all of them can still be
 * planted, and that the page is about these, is seen here.
 */
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('planted faults', () => {
  test.each(PLANTED_FAULTS)('$row: $loss', (fault) => {
    expect(plantFault(read(fault.file), fault)).not.toBe(read(fault.file));
    expect(Object.keys(JSON.parse(read('docs/ledger.json')))).toContain(fault.row);
    expect(read(fault.test)).not.toBe('');
    expect(read('docs/planted-faults.md').replaceAll(/ +/g, ' ')).toContain(
      `| ${fault.row} | ${fault.loss} | `,
    );
  });

  test('are thirty and more, of all five systems', () => {
    expect(PLANTED_FAULTS.length).toBeGreaterThanOrEqual(30);
    expect(new Set(PLANTED_FAULTS.map(({ row }) => row)).size).toBe(PLANTED_FAULTS.length);
    expect(new Set(PLANTED_FAULTS.map(({ row }) => row.slice(0, 2)))).toEqual(
      new Set(['S0', 'S1', 'S2', 'S3', 'S4']),
    );
  });

  test('are refused where their place is not there, or there are several', () => {
    const fault = { ...PLANTED_FAULTS[0], file: 'x.ts', find: 'inc', put: '' };
    expect(() => plantFault('dec', fault)).toThrow('x.ts has 0 places with the text: inc');
    expect(() => plantFault('inc inc', fault)).toThrow('x.ts has 2 places');
    expect(plantFault('inc', { ...fault, put: '$&' })).toBe('$&');
  });
});
