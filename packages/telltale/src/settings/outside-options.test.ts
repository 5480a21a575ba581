import { expect, test } from 'vitest';
import { outsideOptions } from './outside-options.ts';

const defined = {
  clickhouse: { url: 'clickhouse://defined', password: { env: 'DEFINED' } },
  forward: { traces: [{ kind: 'otlp', url: 'http://defined:4318' }], spoolBytes: 5 },
} as const;

test('the command line comes before the environment, and that before the definition', () => {
  expect(outsideOptions({}, { env: {} })).toEqual({});
  expect(outsideOptions({}, { env: {} }, defined)).toEqual(defined);
  const env = {
    TELLTALE_CLICKHOUSE_URL: 'clickhouse://variable',
    TELLTALE_FORWARD_LOGS: 'elasticsearch://es http://collector:4318',
    TELLTALE_FORWARD_TRACES: ' ',
  };
  expect(outsideOptions({ clickhouse: 'clickhouse://option' }, { env }, defined)).toEqual({
    clickhouse: { url: 'clickhouse://option' },
    forward: {
      logs: [
        { kind: 'elasticsearch', url: 'http://es:9200' },
        { kind: 'otlp', url: 'http://collector:4318' },
      ],
      traces: defined.forward.traces,
      spoolBytes: 5,
    },
  });
  const options = { 'forward.traces': ['http://jaeger:4318', 'http://tempo:4318'] };
  expect(outsideOptions(options, { env }, defined).forward?.traces).toHaveLength(2);
  const { forward } = outsideOptions({ 'forward.metrics': ['http://prometheus:9090/api/v1/write'] }, { env });
  expect(forward?.metrics).toMatchObject([{ url: 'http://prometheus:9090/api/v1/write', maxShards: 8 }]);
  expect(outsideOptions({}, { env }).clickhouse).toEqual({ url: 'clickhouse://variable' });
});

test.each([
  [{ clickhouse: 'http://db:8123' }, {}, '--clickhouse must be like'],
  [{}, { TELLTALE_CLICKHOUSE_URL: 'db' }, 'TELLTALE_CLICKHOUSE_URL must be like'],
  [{ 'forward.traces': ['elasticsearch://es'] }, {}, '--forward.traces must be the address'],
  [
    { 'forward.metrics': ['http://mimir:9009'] },
    {},
    '--forward.metrics must be an address that takes remote write',
  ],
  [{}, { TELLTALE_FORWARD_LOGS: 'es:9200' }, 'TELLTALE_FORWARD_LOGS must be the address'],
])('%j with %j is refused by the name it was given under', (options, env, message) => {
  expect(() => outsideOptions(options, { env })).toThrow(
    expect.objectContaining({ code: 'TT_USAGE', message: expect.stringContaining(message) }),
  );
});
