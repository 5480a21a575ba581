import { relabelRule } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { DEFAULT_METRICS_FORWARD } from '../resolved/resolved-outside.ts';
import { resolveDefinition } from './resolve-definition.ts';

const resolve = (station: object) =>
  resolveDefinition(defineMonitoring({ service: 'shop', station })).station;

describe('what a station has outside of itself', () => {
  test('is said in its section', () => {
    const station = {
      clickhouse: {
        url: 'clickhouse://telltale@db/otel?create=true',
        password: { env: 'CLICKHOUSE_PASSWORD' },
      },
      forward: {
        logs: [
          {
            kind: 'elasticsearch',
            url: 'https://es:9200',
            index: 'dev-logs',
            apiKey: { file: '/run/secrets/es' },
          },
          { kind: 'otlp', url: 'http://collector:4318' },
        ],
        traces: [{ kind: 'otlp', url: 'http://jaeger:4318', headers: { authorization: { env: 'TOKEN' } } }],
        spoolSize: '256MB',
      },
      openIn: {
        jaeger: 'http://jaeger:16686',
        grafana: { url: 'https://grafana', tempo: 'uid' },
        kibana: { url: 'https://kibana/s/ops', dataView: 'logs' },
      },
    } as const;
    const { logs, traces } = station.forward;
    expect(resolveDefinition(defineMonitoring({ service: 'shop', station })).station).toEqual({
      ...station,
      forward: { logs, traces, spoolBytes: 256 * 1024 ** 2 },
    });
  });

  test('metrics are forwarded with what remote write needs, the rest by default', () => {
    const { forward } = resolve({
      forward: {
        metrics: [
          {
            name: 'mimir',
            url: 'https://mimir/api/v1/push',
            authorization: { env: 'MIMIR_TOKEN' },
            headers: { 'X-Scope-OrgID': 'shop' },
            externalLabels: { cluster: 'eu' },
            writeRelabel: [{ action: 'labeldrop', regex: 'pod' }],
            maxWait: '10s',
          },
          { url: 'http://prometheus:9090/api/v1/write' },
        ],
      },
    });
    expect(forward?.metrics).toEqual([
      {
        name: 'mimir',
        url: 'https://mimir/api/v1/push',
        access: { authorization: { env: 'MIMIR_TOKEN' }, headers: { 'X-Scope-OrgID': 'shop' } },
        externalLabels: { cluster: 'eu' },
        writeRelabel: [relabelRule({ action: 'labeldrop', regex: 'pod' })],
        maxSamplesPerSend: 2000,
        maxShards: 8,
        maxWaitMs: 10_000,
      },
      { ...DEFAULT_METRICS_FORWARD, url: 'http://prometheus:9090/api/v1/write' },
    ]);
  });

  const metrics = (...destinations: object[]) => ({ forward: { metrics: destinations } });

  test.each([
    [{ forward: { metrics: 'http://mimir' } }, 'station.forward.metrics: write a list'],
    [metrics({ url: 'http://mimir:9009' }), 'write the path, too: /api/v1/write for Prometheus'],
    [metrics({ url: 'http://me:hush@mimir/push' }), 'leave user and password out of the address'],
    [metrics({ url: 'http://m/push', token: 'x' }), "there is no 'token' here"],
    [
      metrics({ url: 'http://m/push', maxShards: 0 }),
      'metrics.0.maxShards: write a whole number from 1 to 64',
    ],
    [metrics({ url: 'http://m/push', externalLabels: { 'a-b': 'c' } }), 'this is not a name of a label'],
    [metrics({ url: 'http://m/push', headers: { 'Content-Type': 'x' } }), 'set by remote write itself'],
    [metrics({ url: 'http://m/push', writeRelabel: [{ action: 'drop' }] }), 'metrics.0.writeRelabel.0'],
    [
      metrics({ url: 'http://m/push' }, { url: 'http://m/push' }),
      'metrics.1.name: there is such a destination',
    ],
    [{ clickhouse: { url: 'http://db:8123' } }, 'station.clickhouse.url'],
    [{ clickhouse: { url: 'clickhouse://me:hush@db' } }, "write password: { env: 'CLICKHOUSE_PASSWORD' }"],
    [{ clickhouse: { url: 'clickhouse://db', password: 'hush' } }, 'station.clickhouse.password'],
    [{ clickhouse: { url: 'clickhouse://db', pasword: { env: 'A' } } }, "did you mean 'password'?"],
    [{ forward: { logs: 'http://es' } }, 'station.forward.logs: write a list'],
    [{ forward: { logs: [{ kind: 'splunk', url: 'http://x' }] } }, 'station.forward.logs.0.kind'],
    [{ forward: { logs: [{ kind: 'otlp', url: 'collector:4318' }] } }, 'station.forward.logs.0.url'],
    [{ forward: { traces: [{ kind: 'elasticsearch', url: 'http://es' }] } }, 'traces are forwarded by otlp'],
    [{ forward: { traces: [{ kind: 'otlp', url: 'http://x', headers: { a: 5 } }] } }, 'traces.0.headers.a'],
    [
      { forward: { logs: [{ kind: 'elasticsearch', url: 'http://x', password: { env: 'A' } }] } },
      'whose password',
    ],
    [{ forward: { spoolSize: 5 } }, 'station.forward.spoolSize'],
    [{ forward: { trace: [] } }, "did you mean 'traces'?"],
    [{ openIn: { jaeger: 'jaeger:16686' } }, 'station.openIn.jaeger'],
    [{ openIn: { grafana: 'http://grafana' } }, 'station.openIn.grafana'],
    [{ openIn: { kibana: { url: 'http://k', dataView: 7 } } }, 'station.openIn.kibana.dataView'],
    [{ openIn: { tempo: 'http://tempo' } }, "there is no 'tempo' here"],
    [{ clickhose: { url: 'clickhouse://db' } }, "did you mean 'clickhouse'?"],
  ])('%j is a fault that names the place and no secret', (station, message) => {
    expect(() => resolve(station)).toThrow(message);
    expect(() => resolve(station)).not.toThrow('hush');
  });
});
