import { parseExposition } from '@telltale/model';
import { parsePrometheusProto } from '@telltale/model/wire';
import { describe, expect, test } from 'vitest';
import { createRegistry } from '../registry/registry.ts';
import type { Exposition, PageFormat } from './exposition.ts';
import { createExposition } from './exposition.ts';

const SERIES = 6000;

function manySeries() {
  const registry = createRegistry({ maxSeriesPerMetric: 2 * SERIES });
  const many = registry.counter('many_total', { help: 'Many', labels: { of: 'any' } });
  for (let i = 0; i < SERIES; i++) many.inc({ of: `number ${i}, with a text that takes some room` });
  return {
    registry,
    many,
    labelsOf: (i: number) => ({ of: `number ${i}, with a text that takes some room` }),
  };
}

/** A whole page; `change` is called after each of its chunks. */
async function written(
  exposition: Exposition,
  { registry }: Pick<ReturnType<typeof manySeries>, 'registry'>,
  format: PageFormat,
  change: (chunk: number) => void,
): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const gathered = await registry.gather();
  for await (const chunk of exposition.chunks(gathered, { format, escaping: 'underscores' })) {
    parts.push(Uint8Array.from(chunk));
    exposition.giveBack(chunk);
    change(parts.length);
  }
  return Buffer.concat(parts);
}

function seriesOn(page: Buffer, format: PageFormat): string[] {
  if (format === 'protobuf') {
    const families = parsePrometheusProto(page).filter(({ name }) => name === 'many_total');
    return families.flatMap(({ metrics }) => metrics.map(({ labels }) => labels[0][1]));
  }
  const contentType = format === 'openmetrics' ? 'application/openmetrics-text' : '';
  const samples = parseExposition(page, contentType).families.flatMap((family) => family.samples);
  return samples
    .filter(({ labels }) => labels.metricName === 'many_total')
    .map(({ labels }) => labels.get('of'));
}

describe.each(['text', 'openmetrics', 'protobuf'] as const)('while a page is written in %s', (format) => {
  test.each([0, 50_000, undefined])(
    'series that are removed and made again stand on it once (text cache of %s bytes)',
    async (textCacheBytes) => {
      const all = manySeries();
      const exposition = createExposition(textCacheBytes === undefined ? {} : { textCacheBytes });
      let changed = 0;
      const page = await written(exposition, all, format, (chunk) => {
        const changes = chunk < 4 ? 500 : 0;
        for (let i = 0; i < changes; i++) {
          const labels = all.labelsOf(changed++);
          all.many.remove(labels);
          all.many.inc(labels);
        }
      });
      const found = seriesOn(page, format);
      expect(changed).toBeGreaterThanOrEqual(500);
      expect(found).toHaveLength(new Set(found).size);
      // All are there again on the next page.
      const next = seriesOn(await written(exposition, all, format, () => undefined), format);
      expect(new Set(next).size).toBe(SERIES);
      expect(next).toHaveLength(SERIES);
    },
  );

  test('a metric may be cleared and metrics added: the page is whole in itself, the next one has all', async () => {
    const all = manySeries();
    const exposition = createExposition();
    const page = await written(exposition, all, format, (chunk) => {
      all.registry.counter(`new_${chunk}_total`, { help: 'New' }).inc();
      if (chunk !== 2) return;
      all.many.clear();
      for (let i = SERIES - 1; i >= 0; i--) all.many.inc(all.labelsOf(i));
    });
    const found = seriesOn(page, format);
    expect(found).toHaveLength(new Set(found).size);
    expect(seriesOn(await written(exposition, all, format, () => undefined), format)).toHaveLength(SERIES);
  });
});
