import { expect, test } from 'vitest';
import type { CompileRegexp } from '../search/compile-regexp.ts';
import { compileLogFilter } from './compile-log-filter.ts';
import type { LogFilter } from './log-filter.ts';
import type { LogRecord } from './log-record.ts';

const compile: CompileRegexp = (pattern, scope) => {
  const regexp = new RegExp(scope === 'whole' ? `^(?:${pattern})$` : pattern);
  return (text) => regexp.test(text);
};

const record: LogRecord = {
  timeMs: 1000,
  severity: 17,
  service: 'shop',
  message: 'Payment FAILED for order 7',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  attributes: { order: { id: 7, tags: ['a'] }, 'http.route': '/pay', ok: false, size: '12.5' },
  resource: { 'host.name': 'a1' },
};

const field = (name: string, operator: '=' | '!=' | '=~' | '!~' | '<' | '>=', value: string): LogFilter => ({
  kind: 'field',
  field: name,
  operator,
  value,
});

test.each<[LogFilter, boolean]>([
  [{ kind: 'text', text: 'failed' }, true],
  [{ kind: 'text', text: 'refused' }, false],
  [{ kind: 'regexp', pattern: 'order \\d' }, true],
  [{ kind: 'severity', atLeast: 17 }, true],
  [{ kind: 'severity', atLeast: 21 }, false],
  [{ kind: 'has', field: 'order.id' }, true],
  [{ kind: 'has', field: 'order.name' }, false],
  [{ kind: 'has', field: '__proto__' }, false],
  [{ kind: 'has', field: 'constructor' }, false],
  [field('service', '=', 'shop'), true],
  [field('level', '=', 'error'), true],
  [field('order.id', '=', '7'), true],
  [field('order.tags', '=', '["a"]'), true],
  [field('http.route', '=~', '/p.*'), true],
  [field('http.route', '=~', 'pay'), false],
  [field('absent', '=', ''), true],
  [field('absent', '!=', 'x'), true],
  [field('absent', '!~', 'x'), true],
  [field('absent', '<', '5'), false],
  [field('size', '>=', '12.5'), true],
  [field('ok', '=', 'false'), true],
  [field('resource.host.name', '=', 'a1'), true],
  [{ kind: 'and', filters: [field('service', '=', 'shop'), { kind: 'text', text: 'x' }] }, false],
  [{ kind: 'or', filters: [field('service', '=', 'shop'), { kind: 'text', text: 'x' }] }, true],
  [{ kind: 'not', filter: { kind: 'text', text: 'x' } }, true],
])('%j says %s', (filter, expected) => {
  expect(compileLogFilter(filter, compile)(record)).toBe(expected);
});
