import { describe, expect, test } from 'vitest';
import { readMetricsEnvironment } from './metrics-environment.ts';

describe('the environment of the metrics endpoint', () => {
  test('says nothing where nothing is set', () => {
    const nothing = { isEnabled: true, paths: undefined, port: undefined, access: {}, faults: [] };
    expect(readMetricsEnvironment({})).toEqual(nothing);
    expect(
      readMetricsEnvironment({ PROMETHEUS_ENABLED: '', METRICS_ENDPOINT: ' ', TELLTALE_METRICS_PORT: '' }),
    ).toEqual(nothing);
  });

  test.each([
    ['false', false],
    ['0', false],
    ['Off', false],
    ['no', false],
    ['true', true],
    ['1', true],
  ])('PROMETHEUS_ENABLED=%s switches metrics', (text, isEnabled) => {
    expect(readMetricsEnvironment({ PROMETHEUS_ENABLED: text })).toMatchObject({ isEnabled, faults: [] });
  });

  test('METRICS_ENDPOINT is one path or several, separated by commas', () => {
    expect(readMetricsEnvironment({ METRICS_ENDPOINT: '/api/v1/metrics' }).paths).toEqual([
      '/api/v1/metrics',
    ]);
    expect(readMetricsEnvironment({ METRICS_ENDPOINT: '/metrics, /custom_metrics,' }).paths).toEqual([
      '/metrics',
      '/custom_metrics',
    ]);
  });

  test('values that cannot be understood are told and count as not set', () => {
    const { faults, ...read } = readMetricsEnvironment({
      PROMETHEUS_ENABLED: 'maybe',
      METRICS_ENDPOINT: 'metrics,/ok,http://x/,/a?b,/with space',
      TELLTALE_METRICS_PORT: '70000',
    });
    expect(read).toEqual({ isEnabled: true, paths: ['/ok'], port: undefined, access: {} });
    expect(faults.map(({ message }) => message)).toEqual([
      "PROMETHEUS_ENABLED is 'maybe': write true or false",
      "METRICS_ENDPOINT has 'metrics': write a path such as /metrics",
      "METRICS_ENDPOINT has 'http://x/': write a path such as /metrics",
      "METRICS_ENDPOINT has '/a?b': write a path such as /metrics",
      "METRICS_ENDPOINT has '/with space': write a path such as /metrics",
      "TELLTALE_METRICS_PORT is '70000': write a port from 0 to 65535",
    ]);
  });

  test('TELLTALE_METRICS_PORT is a port', () => {
    expect(readMetricsEnvironment({ TELLTALE_METRICS_PORT: '9100' }).port).toBe(9100);
  });
});
