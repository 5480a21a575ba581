import type { CheckRule } from '../../check-rule.ts';

const CLUSTER =
  "const client = require('prom-client');\nconst cluster = require('cluster');\nif (cluster.isPrimary) cluster.fork();\n";

/** Several processes behind one metrics page. */
export const metricNotAggregated: CheckRule = {
  id: 'metric/not-aggregated',
  severity: 'warning',
  preset: 'strict',
  why: 'Each process has its own counters: a scrape hits one of them by chance, and the values jump up and down.',
  doc: `A program that forks workers (cluster.fork, gunicorn or prefork workers) and serves metrics, without an aggregation of them (AggregatorRegistry, multiprocess mode).`,
  examples: [
    {
      wrong: { files: { 'app.js': CLUSTER } },
      right: { files: { 'app.js': `${CLUSTER}new client.AggregatorRegistry();\n` } },
    },
  ],
  *run({ texts }) {
    for (const { language, source, placeOf } of texts) {
      const isProgram = language === 'javascript' || language === 'python' || language === 'markdown';
      const match = isProgram ? FORKS.exec(source.text) : null;
      if (!match || !/prom-client|prometheus_client/.test(source.text) || AGGREGATES.test(source.text))
        continue;
      const place = placeOf({ start: match.index, end: match.index + match[0].length });
      yield {
        place,
        message: 'every worker has counters of its own',
        fix: 'aggregate them: AggregatorRegistry, or the multiprocess mode',
      };
    }
  },
};

const FORKS = /\bcluster\.fork\(|\bCelery Workers\b|--workers[= ]\d|\bprefork\b/;
const AGGREGATES = /AggregatorRegistry|MultiProcessCollector|PROMETHEUS_MULTIPROC_DIR/;
