import { compileLogFilter, parseLogQuery } from '@telltale/model';
import type { LogRecord } from '@telltale/model';
import { compileRegexp } from '@telltale/storage';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levelOf } from '../../packages/ui/src/format/log-level.ts';
import { filterText } from '../../packages/ui/src/pages/logs/filter-text.ts';
import { recordFields } from '../../packages/ui/src/pages/logs/record-fields.ts';

const NOTHING = { levels: [], service: '', fields: [] };
const texts = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'a b',
    'pay*',
    '"',
    '\\',
    '/x/',
    'AND',
    '-x',
    '(',
    'a:b',
    '',
    'line\nend',
    '\0',
    '7',
    '>=3',
  ),
);

function record(over: Partial<LogRecord>): LogRecord {
  return { timeMs: 1, severity: 9, service: 'shop', message: 'm', attributes: {}, resource: {}, ...over };
}

function matches(text: string, one: LogRecord): boolean {
  return compileLogFilter(parseLogQuery(text), compileRegexp)(one);
}

describe('what is chosen on the page of logs', () => {
  test('by a field of a line finds this line, and its opposite does not, whatever the letters', () => {
    fc.assert(
      fc.property(texts, texts, texts, (name, value, service) => {
        fc.pre(name !== '');
        const one = record({ service, attributes: { [name]: value }, resource: { [name]: value } });
        for (const field of recordFields(one)) {
          const chosen = { field: field.name, value: field.value };
          const only = filterText({ ...NOTHING, fields: [{ ...chosen, isNot: false }] });
          const without = filterText({ ...NOTHING, fields: [{ ...chosen, isNot: true }] });
          expect([only, matches(only, one)]).toEqual([only, true]);
          expect([without, matches(without, one)]).toEqual([without, false]);
        }
      }),
    );
  });

  test('by levels finds lines of these, and of no known level', () => {
    for (let severity = 0; severity <= 24; severity++) {
      const one = record({ severity });
      const level = levelOf(severity);
      expect(matches(filterText({ ...NOTHING, levels: [level] }), one)).toBe(true);
      const others = (['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'unknown'] as const).filter(
        (other) => other !== level,
      );
      expect(matches(filterText({ ...NOTHING, levels: others }), one)).toBe(false);
    }
  });

  test('holds all together, and nothing is every line', () => {
    const chosen = {
      levels: ['error', 'warn'] as const,
      service: 'pay me',
      fields: [{ field: 'order.id', value: '7', isNot: true }],
    };
    expect(filterText(chosen)).toBe('(level:error OR level:warn) service:"pay me" -order.id:7');
    expect(filterText(chosen, { withLevels: false })).toBe('service:"pay me" -order.id:7');
    expect(matches(filterText(NOTHING), record({}))).toBe(true);
  });
});
