import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run } from '../../test/support/run-cli.ts';

/** Inside the package, so that a definition finds its imports. */
function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(import.meta.dirname, 'relabel-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const CONFIG = `scrape_configs:
  - job_name: shop
    static_configs: [{targets: ['shop:80'], labels: {zone: eu}}, {targets: ['old:80']}]
    relabel_configs:
      - {source_labels: [__address__], regex: '(.*):.*', target_label: host}
      - {source_labels: [host], regex: old, action: drop}
      - {regex: zone, action: labeldrop}
    metric_relabel_configs:
      - {source_labels: [__name__], regex: 'go_.*', action: drop}
      - {source_labels: [code], regex: '(.)..', target_label: class, replacement: '\${1}xx'}
  - job_name: none
    static_configs: [{targets: ['a:1']}]
    relabel_configs: [{action: drop}]
`;

const tried = (folder: string, ...argv: string[]) =>
  run(folder, 'relabel', ...argv, '--prometheus-config', 'prometheus.yml');

describe('telltale relabel', () => {
  test('shows rule by rule what becomes of the addresses of a job', async () => {
    const { output, exitCode } = await tried(folderWith({ 'prometheus.yml': CONFIG }), 'shop');
    expect(exitCode).toBe(0);
    expect(output).toContain(`  1 replace   __address__ = "shop:80" matches (.*):.*
      + host="shop"
  2 drop      host = "shop" does not match old
  3 labeldrop zone matches zone
      - zone="eu"
  = {host="shop", instance="shop:80", job="shop"}
    from http://shop:80/metrics
`);
    expect(output).toContain(`  2 drop      host = "old" matches old
      dropped
  = dropped by rule 2
`);
    expect(output).toMatch(/2 targets: 1 not kept\n$/);
  });

  test('tries labels that are given, of a target or of a series', async () => {
    const folder = folderWith({ 'prometheus.yml': CONFIG });
    const target = await tried(folder, 'shop', '__address__=cart:81', '__scheme__=https');
    expect(target.output).toContain('from https://cart:81/metrics');
    const series = await tried(folder, 'shop', '__name__=up', 'code=404');
    expect(series.output).toContain('+ class="4xx"');
    const bad = await tried(folder, 'shop', '__address__=http://cart/');
    expect(bad.output).toContain('= not kept: "http://cart/" is not HOST:PORT');
    expect([target.exitCode, series.exitCode, bad.exitCode]).toEqual([0, 0, 1]);
  });

  test('tries the series of a page, with the labels of the target', async () => {
    const folder = folderWith({
      'prometheus.yml': CONFIG,
      'page.txt': 'go_threads 1\nrequests{code="500",host="own"} 1\nother 2\n',
    });
    const { output, exitCode } = await tried(folder, 'shop', '--metrics', 'page.txt');
    expect(exitCode).toBe(0);
    expect(output).toContain('go_threads{host="shop", instance="shop:80", job="shop"}');
    expect(output).toContain('class="5xx", code="500", exported_host="own", host="shop"');
    expect(output).not.toContain('other');
    expect(output).toMatch(/3 series: 1 changed, 1 not kept\n$/);
  });

  test('tries what a running server has discovered', async () => {
    const found = [
      { scrapePool: 'shop', discoveredLabels: { __address__: 'a:1', __scheme__: 'http', job: 'shop' } },
      { scrapePool: 'cart', discoveredLabels: { __address__: 'b:1', job: 'cart' } },
    ];
    const data = {
      activeTargets: found,
      droppedTargets: [{ discoveredLabels: { __address__: 'old:1', job: 'shop' } }],
    };
    const server = createServer((_, response) => response.end(JSON.stringify({ status: 'success', data })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { output } = await tried(folderWith({ 'prometheus.yml': CONFIG }), 'shop', '--url', url);
    expect(output).toContain('+ host="a"');
    expect(output).toContain('= dropped by rule 2');
    expect(output).not.toContain('b:1');
  });

  test('reads the job of a definition, and answers programs in JSON', async () => {
    const folder = folderWith({
      'telltale.config.ts': `import { defineMonitoring } from '@telltale/sdk/define';
export default defineMonitoring({
  service: 'shop',
  targets: { shop: { address: 'shop:80', relabel: [{ sourceLabels: ['job'], targetLabel: 'team' }] } },
});
`,
    });
    const { output, exitCode } = await run(folder, 'relabel', 'shop', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(output)).toMatchObject([
      {
        kind: 'target',
        labels: { __address__: 'shop:80', job: 'shop' },
        steps: [
          {
            rule: { action: 'replace', targetLabel: 'team' },
            source: 'shop',
            isMatch: true,
            changes: [{ kind: 'added', name: 'team', value: 'shop' }],
            isDropped: false,
          },
        ],
        result: { team: 'shop', instance: 'shop:80' },
        url: 'http://shop:80/metrics',
      },
    ]);
  });

  test('ends with 1 where nothing is kept, and with 2 where there is nothing to try', async () => {
    const folder = folderWith({ 'prometheus.yml': CONFIG });
    expect((await tried(folder, 'none')).exitCode).toBe(1);
    const unknown = await tried(folder, 'shopp');
    expect(unknown).toMatchObject({ exitCode: 2, errors: expect.stringContaining('Did you mean shop?') });
    const wrong = await tried(folder, 'shop', 'zone');
    expect(wrong).toMatchObject({ exitCode: 2, errors: expect.stringContaining('"zone" is not a label') });
  });
});
