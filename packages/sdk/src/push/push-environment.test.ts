import { expect, test } from 'vitest';
import { pushEnvironment } from './push-environment.ts';

test('nothing in the environment pushes nothing', () => {
  expect(pushEnvironment({})).toEqual({ options: undefined, service: '', attributes: new Map(), faults: [] });
});

test("the variables of OpenTelemetry's exporters are followed", () => {
  const read = pushEnvironment({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/',
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20a%3Db, x = 1 ,nonsense',
    OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'x=2',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_EXPORTER_OTLP_TIMEOUT: '3000',
    OTEL_METRIC_EXPORT_INTERVAL: '5000',
    OTEL_SERVICE_NAME: 'shop',
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,region=eu%2Dwest,bad=%zz',
  });
  expect(read).toEqual({
    options: {
      to: 'otlp',
      url: 'http://collector:4318/v1/metrics',
      headers: { authorization: 'Bearer a=b', x: '2' },
      encoding: 'json',
      everyMs: 5000,
      timeoutMs: 3000,
    },
    service: 'shop',
    attributes: new Map([
      ['service.name', 'other'],
      ['region', 'eu-west'],
      ['bad', '%zz'],
    ]),
    faults: [],
  });
});

test('the endpoint for metrics goes before the shared one and is used as it is', () => {
  const { options, service } = pushEnvironment({
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318',
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://prometheus:9090/api/v1/otlp/v1/metrics',
    OTEL_METRIC_EXPORT_INTERVAL: 'often',
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=shop',
  });
  expect(options).toMatchObject({
    url: 'http://prometheus:9090/api/v1/otlp/v1/metrics',
    encoding: 'protobuf',
  });
  expect(options).not.toHaveProperty('everyMs');
  expect(service).toBe('shop');
});

test('exporting can be switched off, and gRPC is told to be unknown', () => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
  expect(pushEnvironment({ ...endpoint, OTEL_METRICS_EXPORTER: 'none' }).options).toBeUndefined();
  expect(pushEnvironment({ ...endpoint, OTEL_SDK_DISABLED: 'true' }).options).toBeUndefined();
  const grpc = pushEnvironment({ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' });
  expect(grpc.options).toBeUndefined();
  expect(grpc.faults).toEqual([expect.stringContaining('grpc is none of http/protobuf, http/json')]);
});
