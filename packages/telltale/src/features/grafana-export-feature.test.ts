import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineMonitoring, framework, resolveDefinition } from '@telltale/definition';
import { generateGrafana } from '@telltale/manifests';
import { parseExpr } from '@telltale/promql';
import { createStation } from '@telltale/station';
import { expect, onTestFinished, test } from 'vitest';
import { grafanaExportFeature } from './grafana-export-feature.ts';

test('each dashboard of the definition is given as the file that Grafana imports', async () => {
  const definition = resolveDefinition(defineMonitoring({ service: 'shop', preset: framework() }), {
    parse: parseExpr,
  });
  const folder = mkdtempSync(join(tmpdir(), 'telltale-grafana-export-'));
  const station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: folder,
    definition,
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    features: [grafanaExportFeature()],
  });
  onTestFinished(async () => {
    await station.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const files = generateGrafana(definition, { dashboards: 'import' });
  for (const [i, { slug, title }] of definition.dashboards.entries()) {
    const response = await fetch(`${station.url}/api/telltale/dashboards/${slug}/grafana`);
    const text = await response.text();
    expect(text).toBe(files[i].text);
    expect(text).toContain(title);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${slug}.json"`);
  }
  expect((await fetch(`${station.url}/api/telltale/dashboards/nope/grafana`)).status).toBe(404);
});
