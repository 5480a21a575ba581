import { DEFAULT_METRICS_FORWARD } from '@telltale/definition';
import { expect, test } from 'vitest';
import { parseForwardLogs, parseForwardMetrics, parseForwardTraces } from './forward-settings.ts';

test('an address says where logs and traces are forwarded', () => {
  expect(parseForwardLogs('http://collector:4318', '', {})).toEqual({
    kind: 'otlp',
    url: 'http://collector:4318',
  });
  expect(parseForwardTraces('https://tempo/v1/traces', '')).toEqual({
    kind: 'otlp',
    url: 'https://tempo/v1/traces',
  });
  expect(parseForwardLogs('elasticsearch://es', '', {})).toEqual({
    kind: 'elasticsearch',
    url: 'http://es:9200',
  });
  const env = { TELLTALE_ELASTICSEARCH_API_KEY: 'hush' };
  expect(parseForwardLogs('elasticsearchs://es:443/dev-logs', '', env)).toEqual({
    kind: 'elasticsearch',
    url: 'https://es:443',
    index: 'dev-logs',
    apiKey: { env: 'TELLTALE_ELASTICSEARCH_API_KEY' },
  });
});

test.each(['', 'collector:4318', 'elasticsearch://', 'http://me:hush@x', 'elasticsearch://me:hush@es'])(
  '%s is refused, without what is secret',
  (text) => {
    expect(() => parseForwardLogs(text, '--forward.logs', {})).toThrow('--forward.logs');
    expect(() => parseForwardLogs(text, '--forward.logs', {})).not.toThrow('hush');
  },
);

test('an address with its path says where metrics are forwarded', () => {
  const url = 'https://mimir.example/api/v1/push';
  expect(parseForwardMetrics(url, '--forward.metrics')).toEqual({ ...DEFAULT_METRICS_FORWARD, url });
  for (const wrong of ['mimir:9009', 'http://mimir:9009', 'http://me:hush@mimir/api/v1/push']) {
    expect(() => parseForwardMetrics(wrong, '--forward.metrics')).toThrow('--forward.metrics');
    expect(() => parseForwardMetrics(wrong, '--forward.metrics')).not.toThrow('hush');
  }
});

test('traces are not forwarded to Elasticsearch', () => {
  expect(() => parseForwardTraces('elasticsearch://es', '--forward.traces')).toThrow('must be the address');
});
