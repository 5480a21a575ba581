import { compileFieldTest } from '../search/compile-field-test.ts';
import type { CompileRegexp } from '../search/compile-regexp.ts';
import type { LogFilter } from './log-filter.ts';
import type { LogRecord } from './log-record.ts';
import { recordField } from './record-field.ts';

/** Says whether a record is wanted. */
export type LogTest = (record: LogRecord) => boolean;

/**
 * What a filter means: every store answers as this does.
 *
 * @throws what `compileRegexp` throws, for a pattern that is none.
 */
export function compileLogFilter(filter: LogFilter, compileRegexp: CompileRegexp): LogTest {
  switch (filter.kind) {
    case 'and': {
      const tests = filter.filters.map((part) => compileLogFilter(part, compileRegexp));
      return (record) => tests.every((test) => test(record));
    }
    case 'or': {
      const tests = filter.filters.map((part) => compileLogFilter(part, compileRegexp));
      return (record) => tests.some((test) => test(record));
    }
    case 'not': {
      const test = compileLogFilter(filter.filter, compileRegexp);
      return (record) => !test(record);
    }
    case 'text': {
      const text = filter.text.toLowerCase();
      return ({ message }) => message.toLowerCase().includes(text);
    }
    case 'regexp': {
      const matches = compileRegexp(filter.pattern, 'part');
      return ({ message }) => matches(message);
    }
    case 'severity':
      return ({ severity }) => severity >= filter.atLeast;
    case 'has':
      return (record) => recordField(record, filter.field) !== undefined;
    case 'field': {
      const test = compileFieldTest(filter.operator, filter.value, compileRegexp);
      return (record) => test(recordField(record, filter.field) ?? '');
    }
  }
}
