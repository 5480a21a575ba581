import type { CheckRule } from '../../check-rule.ts';
import { servedRoutesOf } from '../../programs/served-routes.ts';
import { scrapeFile } from './example-scrape.ts';
import { placedJobs } from './scrape-targets.ts';

const PROGRAM =
  "app.get('/api/metrics', async (req, res) => res.type('text/plain').send(await register.metrics()));\n";

/** Names of what is not a program of one's own. */
const OTHERS = /exporter|prometheus|alertmanager|grafana|cadvisor|node|postgres|redis|minio|kafka/i;

/** Jobs that ask at another path than the program answers. */
export const scrapePathMismatch: CheckRule = {
  id: 'scrape/path-mismatch',
  severity: 'error',
  preset: 'strict',
  why: 'The program answers 404, so the target is always down.',
  doc: `There is one job for programs (exporters and servers of the stack apart), the programs in sight serve
metrics at one path, and the job asks at another. Not where a router is mounted below a prefix.`,
  examples: [
    {
      wrong: { files: { 'prometheus.yml': scrapeFile('shop:8080'), 'app.js': PROGRAM } },
      right: {
        files: {
          'prometheus.yml': scrapeFile('shop:8080', '    metrics_path: /api/metrics\n'),
          'app.js': PROGRAM,
        },
      },
    },
  ],
  *run(workspace) {
    const { routes, isComplete } = servedRoutesOf(workspace.texts);
    const served = new Set(routes.map(({ path }) => path).filter((path) => /metrics$/i.test(path)));
    const jobs = placedJobs(workspace).filter(
      ({ name, targets }) => !OTHERS.test([name, ...targets.map(({ address }) => address)].join(' ')),
    );
    const [job] = jobs;
    const [path] = served;
    if (!isComplete || served.size !== 1 || jobs.length !== 1 || job.path === path) return;
    yield {
      place: job.placeOf('metrics_path'),
      message: `the program serves its metrics at ${path}, not at ${job.path}`,
      fix: `write metrics_path: ${path}`,
    };
  },
};
