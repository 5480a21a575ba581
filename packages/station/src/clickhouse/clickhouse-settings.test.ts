import { expect, test } from 'vitest';
import { parseClickHouseUrl } from './clickhouse-settings.ts';

test('an address says where, as whom, in which database, and whether tables are created', () => {
  expect(parseClickHouseUrl('clickhouse://db')).toEqual({ url: 'http://db:8123', createTables: false });
  expect(parseClickHouseUrl('clickhouses://me%40home@db/otel?create=true')).toEqual({
    url: 'https://db:8443',
    username: 'me@home',
    database: 'otel',
    createTables: true,
  });
  expect(parseClickHouseUrl('clickhouse://[::1]:9000/').url).toBe('http://[::1]:9000');
});

test.each([
  ['http://db:8123', 'must be like clickhouse://'],
  ['db:8123', 'must be like clickhouse://'],
  ['', 'must be like clickhouse://'],
  ['clickhouse://me:hush@db', 'has a password in it'],
  ['clickhouse://db?crate=true', 'unknown option "crate"'],
])('%s is refused with what is wrong', (text, message) => {
  expect(() => parseClickHouseUrl(text, '--logs-store')).toThrow(message);
  expect(() => parseClickHouseUrl(text, '--logs-store')).toThrow('--logs-store');
  expect(() => parseClickHouseUrl(text)).not.toThrow('hush');
});
