import { parseExposition } from '@telltale/model';
import { parsePrometheusProto } from '@telltale/model/wire';
import * as successor from '@prometheus-io/client';
import { describe, expect, test } from 'vitest';
import { ourClient, promClient } from '../../test/support/clients.ts';
import type { Client } from '../../test/support/clients.ts';
import { createMetricsEndpoint } from '../http/metrics-endpoint.ts';
import { createRegistry } from '../registry/registry.ts';

const PROTOBUF =
  'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited';

/** A registry of ours that includes one with metrics of all kinds. */
function including({ Registry, Counter, Gauge, Histogram, Summary }: Client) {
  const theirs = new Registry();
  const registers = [theirs];
  const orders = new Counter({ name: 'orders_total', help: 'Orders', labelNames: ['text'], registers });
  for (const text of ['"', '\\', 'a\nforged 1', '# EOF', 'é🐟']) orders.inc({ text }, 3);
  new Counter({ name: 'visits', help: 'Without suffix', registers }).inc(2);
  new Gauge({ name: 'carts', help: 'Carts', registers }).set(-Infinity);
  new Histogram({ name: 'pay_seconds', help: 'Paying', buckets: [0.1, 1], registers }).observe(0.5);
  new Summary({ name: 'size_bytes', help: 'Size', percentiles: [0.5], registers }).observe(7);
  const registry = createRegistry();
  registry.counter('own_total', { help: 'Own' }).inc(5);
  registry.include(theirs);
  return { registry, theirs };
}

async function pageOf(registry: ReturnType<typeof createRegistry>, accept: string): Promise<Response> {
  const request = new Request('http://127.0.0.1/metrics', { headers: { accept } });
  return createMetricsEndpoint(registry).respond(request);
}

/** Samples by series, without those of the registry about itself. */
function samplesOf(page: string, contentType?: string): Record<string, number> {
  const { families } = parseExposition(page, contentType);
  const samples = families.flatMap(({ samples }) => samples);
  const entries = samples.map(({ labels, value }) => [String(labels), value] as const);
  return Object.fromEntries(entries.filter(([series]) => !series.startsWith('telltale_')));
}

describe.each([
  ['prom-client', promClient],
  ['@prometheus-io/client', successor as unknown as Client],
  ['our entry', ourClient],
])('the metrics page with a registry of %s', (_, client) => {
  test('has the samples of its own page in the text format, and ours', async () => {
    const { registry, theirs } = including(client);
    const page = await (await pageOf(registry, 'text/plain')).text();
    expect(samplesOf(page)).toEqual({ ...samplesOf(await theirs.metrics()), own_total: 5 });
  });

  test('has the same samples in OpenMetrics', async () => {
    const { registry, theirs } = including(client);
    const page = await pageOf(registry, 'application/openmetrics-text; version=1.0.0');
    const type = page.headers.get('content-type') ?? '';
    expect(type).toContain('openmetrics');
    expect(samplesOf(await page.text(), type)).toEqual({
      ...samplesOf(await theirs.metrics()),
      own_total: 5,
    });
  });

  test('has the same families in protocol buffers', async () => {
    const { registry } = including(client);
    const page = await pageOf(registry, PROTOBUF);
    const families = parsePrometheusProto(new Uint8Array(await page.arrayBuffer()));
    const shown = families.map(({ name, type, metrics }) => [name, type, metrics.length]);
    expect(shown.filter(([name]) => !String(name).startsWith('telltale_'))).toEqual([
      ['own_total', 'counter', 1],
      ['orders_total', 'counter', 5],
      ['visits', 'counter', 1],
      ['carts', 'gauge', 1],
      ['pay_seconds', 'histogram', 1],
      ['size_bytes', 'summary', 1],
    ]);
    const histogram = families.find(({ name }) => name === 'pay_seconds')?.metrics[0].value;
    expect(histogram).toMatchObject({ kind: 'histogram', count: 1, sum: 0.5 });
  });
});
