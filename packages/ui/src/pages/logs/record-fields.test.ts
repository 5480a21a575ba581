import type { LogRecord } from '@telltale/station/contract';
import { expect, test } from 'vitest';
import { fieldOf, recordFields } from './record-fields.ts';

const RECORD: LogRecord = {
  timeMs: 1,
  severity: 9,
  service: 'shop',
  traceId: 'a'.repeat(32),
  message: 'hello',
  attributes: { order: { id: 7, tags: ['a', 'b'], none: {} }, 'user.id': 'u1', ok: true },
  resource: { 'host.name': 'box' },
};

test('fields of a record have the names that filters know, objects one by one', () => {
  expect(recordFields(RECORD)).toEqual([
    { name: 'service', value: 'shop' },
    { name: 'trace_id', value: 'a'.repeat(32) },
    { name: 'order.id', value: '7' },
    { name: 'order.tags', value: '["a","b"]' },
    { name: 'order.none', value: '{}' },
    { name: 'user.id', value: 'u1' },
    { name: 'ok', value: 'true' },
    { name: 'resource.host.name', value: 'box' },
  ]);
  for (const { name, value } of recordFields(RECORD).slice(1)) expect(fieldOf(RECORD, name)).toBe(value);
  expect(fieldOf(RECORD, 'order')).toBe('{"id":7,"tags":["a","b"],"none":{}}');
  expect(fieldOf(RECORD, 'toString')).toBe('');
});

test('objects in objects end somewhere', () => {
  let deep: LogRecord['attributes'] = { end: 1 };
  for (let i = 0; i < 60; i++) deep = { a: deep };
  const [, field] = recordFields({ ...RECORD, traceId: undefined, attributes: { deep }, resource: {} });
  expect(field.name).toBe('deep.a.a.a.a.a');
  expect(JSON.parse(field.value)).toMatchObject({ a: {} });
});
