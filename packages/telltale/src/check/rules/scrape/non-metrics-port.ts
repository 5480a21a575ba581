import { KNOWN_EXPORTERS, KNOWN_PORTS } from '@telltale/manifests';
import type { KnownPort } from '@telltale/manifests';
import type { CheckRule } from '../../check-rule.ts';
import { scrapeFile } from './example-scrape.ts';
import type { PlacedTarget } from './scrape-targets.ts';
import { staticTargets } from './scrape-targets.ts';

/** Databases scraped at the port where they speak their own language. */
export const scrapeNonMetricsPort: CheckRule = {
  id: 'scrape/non-metrics-port',
  severity: 'error',
  why: 'The server does not speak HTTP there: the target is always down, and the server logs each attempt.',
  doc: `A target at the well-known port of PostgreSQL, Redis, MySQL, MongoDB, Kafka, Elasticsearch and their
like, where the host or job is named after the server too. Exporters at other ports are left alone.`,
  examples: [
    {
      wrong: { files: { 'prometheus.yml': scrapeFile('postgres:5432') } },
      right: { files: { 'prometheus.yml': scrapeFile('postgres-exporter:9187') } },
    },
  ],
  *run(workspace) {
    for (const target of staticTargets(workspace)) {
      const known = KNOWN_PORTS.find(
        (one) => one.metricsPath === undefined && one.port === target.port && isNamedAfter(target, one),
      );
      if (!known) continue;
      const exporter = KNOWN_EXPORTERS.find(({ pack }) => pack === known.exporter);
      const fix = exporter
        ? `run ${exporter.component} and scrape its port ${exporter.port}`
        : `scrape the port where ${known.server} exposes metrics`;
      yield { place: target.place, message: `${known.server} has no metrics at port ${known.port}`, fix };
    }
  },
};

/** Whether a target's host or job has the name of a server in it, and is no exporter for it. */
export function isNamedAfter({ host, job }: PlacedTarget, { names }: Pick<KnownPort, 'names'>): boolean {
  const words = `${host} ${job}`.toLowerCase().split(/[^a-z0-9]+|(?<=[a-z])(?=\d)/);
  return !words.includes('exporter') && names.some((name) => words.includes(name));
}
