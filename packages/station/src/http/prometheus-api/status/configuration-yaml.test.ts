import { expect, test } from 'vitest';
import { TargetHistory } from '../../../scrape/scrape-target.ts';
import { configurationYaml } from './configuration-yaml.ts';

function view(job: string, instance: string, url: string, labels: Record<string, string>) {
  const times = { intervalMs: 5000, timeoutMs: 2000, nativeHistograms: false };
  return new TargetHistory({ job, instance, url, ...times, labels: { job, instance, ...labels } }).view();
}

test('targets are written as scrape configurations, the collector of this machine is not', () => {
  const targets = [
    view('shop', 'a:80', 'https://a:80/m?x=1&x=2', { zone: 'north "1"' }),
    view('shop', 'b:80', 'https://b:80/m?x=1&x=2', {}),
    view('node', 'here', 'file:///proc', {}),
  ];
  expect(configurationYaml(targets, 60_000)).toBe(`global:
  evaluation_interval: 1m
scrape_configs:
  - job_name: "shop"
    scrape_interval: 5s
    scrape_timeout: 2s
    scheme: https
    metrics_path: "/m"
    params:
      "x": ["1", "2"]
    static_configs:
      - targets: ["a:80"]
        labels:
          "zone": "north \\"1\\""
      - targets: ["b:80"]
`);
});

test('targets of a job that are scraped in different ways become jobs whose label is the same', () => {
  const targets = [
    view('shop', 'a:80', 'http://a:80/metrics', {}),
    view('shop', 'named', 'http://b:80/other', {}),
    view('shop', 'c:80', 'http://c:80/metrics', {}),
  ];
  expect(configurationYaml(targets, 60_000)).toBe(`global:
  evaluation_interval: 1m
scrape_configs:
  - job_name: "shop"
    scrape_interval: 5s
    scrape_timeout: 2s
    scheme: http
    metrics_path: "/metrics"
    static_configs:
      - targets: ["a:80"]
      - targets: ["c:80"]
  - job_name: "shop-2"
    scrape_interval: 5s
    scrape_timeout: 2s
    scheme: http
    metrics_path: "/other"
    static_configs:
      - targets: ["b:80"]
        labels:
          "job": "shop"
          "instance": "named"
`);
});
