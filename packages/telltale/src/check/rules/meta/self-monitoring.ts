import type { SourceNode } from '@telltale/formats';
import type { CheckRule } from '../../check-rule.ts';

const SHOP = `scrape_configs:
  - job_name: shop
    static_configs:
      - targets: [shop:3000]
`;

/** Monitoring that nobody monitors. */
export const metaSelfMonitoring: CheckRule = {
  id: 'meta/self-monitoring',
  severity: 'info',
  preset: 'strict',
  why: 'When rules fail, scrapes are dropped or notifications are refused, no figure shows it.',
  doc: `Reported once a Prometheus configuration that scrapes something and not Prometheus itself: no job or
address with prometheus in its name, and none on port 9090. Never reported: configurations that find
their targets (Kubernetes, Consul, files), and such as are split over files.`,
  examples: [
    {
      wrong: { files: { 'prometheus.yml': SHOP } },
      right: {
        files: {
          'prometheus.yml': `${SHOP}  - job_name: prometheus\n    static_configs:\n      - targets: [localhost:9090]\n`,
        },
      },
    },
  ],
  *run({ documents }) {
    for (const { root, kind, placeOf } of documents) {
      const jobs = kind === 'prometheus-config' ? root.get('scrape_configs') : undefined;
      if (!jobs || jobs.items().length === 0 || root.get('scrape_config_files')) continue;
      if (jobs.items().some((job) => discovers(job) || isPrometheus(job))) continue;
      const entry = root.entries().find(({ key }) => key === 'scrape_configs');
      yield {
        place: placeOf({ start: entry?.keyStart ?? jobs.start, end: entry?.keyEnd ?? jobs.end }),
        message: 'Prometheus does not scrape itself',
        fix: 'add a job prometheus with the target localhost:9090, and one for Alertmanager and Grafana',
      };
    }
  },
};

function discovers(job: SourceNode): boolean {
  return job.entries().some(({ key }) => key.endsWith('_sd_configs'));
}

function isPrometheus(job: SourceNode): boolean {
  const addresses = (job.get('static_configs')?.items() ?? []).flatMap(
    (config) => config.get('targets')?.texts() ?? [],
  );
  const names = [job.get('job_name')?.text() ?? '', ...addresses];
  return names.some((name) => /prometheus|:9090$/i.test(name));
}
