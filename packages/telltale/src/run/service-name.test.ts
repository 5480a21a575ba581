import { expect, test } from 'vitest';
import { childEnvironment } from './child/child-environment.ts';
import { serviceNameOf } from './service-name.ts';

test.each([
  [['./backup.sh', '--all'], 'backup'],
  [['/usr/bin/redis-server'], 'redis-server'],
  [['node', '--enable-source-maps', 'dist/server.js', 'x'], 'server'],
  [['/usr/bin/python3', '-u', 'billing.py'], 'billing'],
  [['npm', 'run', 'dev'], 'dev'],
  [['env', 'A=1', 'worker'], 'worker'],
  [['node', '--version'], 'node'],
  [['.hidden'], '.hidden'],
])('%j is called %s', (command, name) => {
  expect(serviceNameOf(command)).toBe(name);
});

test('what is set in the environment of a program stays, empty texts do not count', () => {
  const told = { address: 'http://127.0.0.1:4400', service: 'shop' };
  expect(childEnvironment({ HOME: '/', OTEL_SERVICE_NAME: '' }, told)).toEqual({
    HOME: '/',
    OTEL_SERVICE_NAME: 'shop',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4400',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_LOGS_EXPORTER: 'none',
    PYTHONUNBUFFERED: '1',
  });
  const own = {
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector',
    OTEL_SERVICE_NAME: 'own',
    PYTHONUNBUFFERED: '0',
  };
  expect(childEnvironment(own, told)).toEqual(own);
});
