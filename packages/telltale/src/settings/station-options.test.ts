import { expect, test } from 'vitest';
import { stationOptions } from './station-options.ts';

const defined = { retentionMs: 1000, retentionBytes: 5, queryTimeoutMs: 7, uiRangeMs: 9 };

test('the command line comes before the environment, and that before the definition', () => {
  const env = { TELLTALE_RETENTION_TIME: '2d', TELLTALE_RETENTION_SIZE: '1GB', TELLTALE_QUERY_TIMEOUT: '' };
  expect(stationOptions({ 'retention.time': '3d' }, { env }, defined)).toEqual({
    retentionMs: 3 * 86_400_000,
    retentionBytes: 1024 ** 3,
    queryTimeoutMs: 7,
    uiRangeMs: 9,
  });
  expect(stationOptions({ 'query.timeout': '30s' }, { env: {} })).toEqual({ queryTimeoutMs: 30_000 });
});

test('logs and traces have limits of their own', () => {
  const kept = { logs: { retentionMs: 1, maxBytes: 2 }, traces: { maxBytes: 3 } };
  const env = { TELLTALE_LOGS_MAX_SIZE: '1GB', TELLTALE_TRACES_RETENTION: '2d' };
  expect(stationOptions({ 'logs.retention': '7d' }, { env }, kept)).toEqual({
    logs: { retentionMs: 7 * 86_400_000, maxBytes: 1024 ** 3 },
    traces: { retentionMs: 2 * 86_400_000, maxBytes: 3 },
  });
  expect(stationOptions({}, { env: {} }, kept)).toEqual(kept);
});

test.each([
  [{ 'retention.size': '10' }, {}, undefined],
  [{ 'retention.size': 'big' }, {}, '--retention.size must be a size'],
  [{ 'retention.size': '0' }, {}, '--retention.size must be a size'],
  [{ 'logs.maxSize': 'big' }, {}, '--logs.max-size must be a size'],
  [{ 'retention.time': '-1d' }, {}, '--retention.time must be a duration'],
  [{}, { TELLTALE_QUERY_TIMEOUT: 'long' }, 'TELLTALE_QUERY_TIMEOUT must be a duration'],
])('%j with %j is refused by the name it was given under', (options, env, message) => {
  const read = () => stationOptions(options, { env });
  if (message === undefined) expect(read()).toEqual({ retentionBytes: 10 });
  else
    expect(read).toThrow(
      expect.objectContaining({ code: 'TT_USAGE', message: expect.stringContaining(message) }),
    );
});
