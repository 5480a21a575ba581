import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseExposition } from '@telltale/model';
import { parsePrometheusProto } from '@telltale/model/wire';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasProgram, suiteFolder } from '../../test/support/real-programs.ts';
import { startScrapingPrometheus } from '../../test/support/scraping-prometheus.ts';
import { createMetricsEndpoint } from '../http/metrics-endpoint.ts';
import type { Registry } from '../registry/registry.ts';
import { createRegistry } from '../registry/registry.ts';
import type { PageFormat } from './exposition.ts';
import { createExposition } from './exposition.ts';
import type { EscapingScheme } from './names/name-escaping.ts';
import { ESCAPING_SCHEMES } from './names/name-escaping.ts';

async function pageOf(registry: Registry, format: PageFormat, escaping: EscapingScheme): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of createExposition().chunks(await registry.gather(), { format, escaping })) {
    parts.push(Uint8Array.from(chunk));
  }
  return Buffer.concat(parts);
}

/** All gauges: name, label names and values, value. */
async function gaugesOf(registry: Registry, format: PageFormat, escaping: EscapingScheme) {
  const page = await pageOf(registry, format, escaping);
  if (format === 'protobuf') {
    const families = parsePrometheusProto(page).filter(({ type }) => type === 'gauge');
    return families.flatMap(({ name, metrics }) =>
      metrics.map(({ labels, value }) => [
        name,
        Object.fromEntries(labels),
        value.kind === 'gauge' ? value.value : NaN,
      ]),
    );
  }
  const contentType = format === 'openmetrics' ? 'application/openmetrics-text' : '';
  const families = parseExposition(page, contentType).families.filter(({ type }) => type === 'gauge');
  return families.flatMap(({ samples }) =>
    samples.map(({ labels, value }) => [
      labels.metricName,
      Object.fromEntries(labels.withoutName().entries()),
      value,
    ]),
  );
}

const name = fc
  .oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
    fc.string({
      unit: fc.constantFrom('"', '\\', '\n', '\r', ' ', '{', '}', '.', '_', 'é', '🐟', 'a', '# EOF\n'),
      minLength: 1,
    }),
  )
  .map((text) => text.toWellFormed().replaceAll('\0', '0'));

describe.each(['text', 'openmetrics', 'protobuf'] as const)('in %s', (format) => {
  test('any text can be the name of a metric and of a label, and is read back', async () => {
    const label = name.filter((text) => !text.startsWith('__') && text !== 'le');
    await fc.assert(
      fc.asyncProperty(name, label, fc.string({ minLength: 1 }), async (metric, one, value) => {
        const registry = createRegistry();
        registry
          .gauge(metric, { help: metric, unit: metric, labels: { [one]: 'any' } })
          .set({ [one]: value }, 7);
        const shown = value.replaceAll('\0', '\u{fffd}');
        const expected = [[metric, { [one]: shown }, 7]];
        expect(await gaugesOf(registry, format, 'allow-utf-8')).toEqual(expected);
        const { foreign, metrics } = await registry.gather();
        expect([foreign.length, metrics.length]).toEqual([0, 2]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  test.each(ESCAPING_SCHEMES)('names that look alike stay apart (%s)', async (escaping) => {
    const registry = createRegistry();
    for (const [index, metric] of ['a.b', 'a_b', 'a-b', 'é'].entries()) {
      const labels = { 'x.y': 'any', x_y: 'any', '.name__': 'any', ééname__: 'any' } as const;
      const values = { 'x.y': '1', x_y: '2', '.name__': '3', ééname__: '4' };
      registry.gauge(metric, { help: metric, labels }).set(values, index);
    }
    registry
      .stateset('st.ate', { help: 'State', labels: { st_ate: 'any' }, states: ['on'] })
      .set({ st_ate: 'x' }, 'on');
    const gauges = await gaugesOf(registry, format, escaping);
    const expected = format === 'openmetrics' ? 4 : 5;
    expect(gauges).toHaveLength(expected);
    expect(new Set(gauges.map(([metric]) => metric)).size).toBe(expected);
    for (const [metric, labels] of gauges) {
      const sizes = /^"(?:U__)?st/.test(JSON.stringify(metric)) ? 2 : 4;
      expect(Object.values(labels)).toHaveLength(sizes);
      expect(Object.keys(labels)).not.toContain('__name__');
    }
  });
});

describe.skipIf(!hasProgram('prometheus'))(
  'a real Prometheus that knows plain names only (needs prometheus on PATH)',
  () => {
    const folder = suiteFolder();

    test('is shown underscores in every format', { timeout: 40_000 }, async () => {
      const registry = createRegistry();
      registry
        .counter('http.requests_total', { help: 'Requests', labels: { 'http.route': 'any' } })
        .inc({ 'http.route': '/é' }, 3);
      registry.histogram('zeit.dauer "s"', { help: 'Time', buckets: [1] }).observe(0.5);
      registry.gauge('größe\n{a="b"} 666', { help: 'Size' }).set(4);
      const endpoint = createMetricsEndpoint(registry);
      const accepts = ['text/plain', 'application/openmetrics-text', undefined];
      const server = createServer((request, response) => {
        request.headers.accept = accepts[Number(request.url?.slice(1))] ?? request.headers.accept;
        endpoint.answer(request, response);
      }).listen(0, '127.0.0.1');
      onTestFinished(() => void server.close());
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const urls = accepts.map((_, index) => [`job-${index}`, `http://127.0.0.1:${port}/${index}`]);
      const prometheus = await startScrapingPrometheus(folder.path, Object.fromEntries(urls));
      try {
        for (const [index] of accepts.entries()) {
          const query = `{job="job-${index}",__name__!~"up|scrape_.*|telltale_sdk_.*"}`;
          const { result } = (await prometheus.ask('query', { query })) as {
            result: { metric: Record<string, string>; value: [number, string] }[];
          };
          const found = result.map(({ metric: { __name__, http_route: route = '' }, value }) => [
            `${__name__} ${route}`,
            value[1],
          ]);
          expect(Object.fromEntries(found)).toEqual({
            'http_requests_total /é': '3',
            'gr__e__a__b___666 ': '4',
            'zeit_dauer__s__bucket ': '1',
            'zeit_dauer__s__count ': '1',
            'zeit_dauer__s__sum ': '0.5',
          });
        }
      } finally {
        await prometheus.stop();
      }
    });
  },
);
