import { defineMonitoring, pipeline, resolveDefinition } from '@telltale/definition';
import { parseExpr } from '@telltale/promql';
import { expect, test } from 'vitest';
import { interfacesOf, stackInterfaces, tryInterfaces } from './server-urls.ts';

test('the servers of a generated stack are at the ports that its preset publishes', () => {
  const definition = defineMonitoring({ service: 'pipeline', preset: pipeline() });
  const resolved = resolveDefinition(definition, { parse: parseExpr });
  const shown = stackInterfaces(resolved).map(({ name, url }) => [name, url]);
  expect(Object.fromEntries(shown)).toMatchObject({
    Prometheus: 'http://127.0.0.1:9090/',
    Grafana: 'http://127.0.0.1:3000/',
    node_exporter: 'http://127.0.0.1:9100/metrics',
    // 8080 is that of the first of its services.
    cAdvisor: 'http://127.0.0.1:8081/metrics',
  });
});

test('an address that nobody listens at is told', async () => {
  const tried = await tryInterfaces(interfacesOf('http://127.0.0.1:1'));
  expect(tried.map(({ error }) => error)).toEqual(tried.map(() => 'nothing answers'));
});
