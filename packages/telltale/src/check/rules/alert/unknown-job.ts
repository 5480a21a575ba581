import type { ResolvedTarget } from '@telltale/definition';
import { closestName } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import type { CheckRule } from '../../check-rule.ts';
import { placedMatchers } from '../../expression/matcher-places.ts';
import { nodesOfKind } from '../../expression/nodes.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { alertFile } from '../examples/example-files.ts';

const CONFIG =
  'rule_files: [rules.yml]\nscrape_configs:\n  - job_name: shop\n    static_configs:\n      - targets: [shop.example.com:8080]\n';

/** Jobs that no scrape configuration has. */
export const alertUnknownJob: CheckRule = {
  id: 'alert/unknown-job',
  severity: 'error',
  why: 'No target has this job: the query selects nothing, and the alert never fires.',
  doc: `A matcher on job that none of the jobs of the configuration in sight satisfies. Only where every
job's name is fixed: not with discovery, with relabelling of job, with files of further jobs, or where
targets or recording rules set the label job themselves.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('up{job="shopp"} == 0'), 'prometheus.yml': CONFIG } },
      right: { files: { 'rules.yml': alertFile('up{job="shop"} == 0'), 'prometheus.yml': CONFIG } },
    },
  ],
  *run(workspace) {
    const jobs = knownJobs(workspace);
    if (!jobs) return;
    for (const { query, node } of nodesOfKind(workspace.queries, 'vector')) {
      for (const { matcher, range } of placedMatchers(query.text, node)) {
        const job = compileMatcher(matcher);
        if (matcher.name !== 'job' || job.matches('') || [...jobs].some((one) => job.matches(one))) continue;
        const closest = closestName(matcher.value, jobs);
        yield {
          place: query.placeOf(range),
          message: `no target has the job '${matcher.value}'; there are ${[...jobs].join(', ')}`,
          fix: closest === undefined ? 'add a scrape job of that name' : `did you mean ${closest}?`,
        };
      }
    }
  },
};

/** Names of all jobs; `undefined` where there may be others. */
function knownJobs({ prometheusConfigs, definitions, rules }: Workspace): ReadonlySet<string> | undefined {
  if (prometheusConfigs.length + definitions.length === 0) return undefined;
  if (rules.some(({ labels }) => labels.some(({ name }) => name === 'job'))) return undefined;
  const jobs = prometheusConfigs.flatMap(({ scrapeConfigs }) => scrapeConfigs);
  const isOpen =
    prometheusConfigs.some(({ unreadFields }) => unreadFields.includes('scrape_config_files')) ||
    jobs.some(
      ({ relabelConfigs, metricRelabelConfigs, unreadFields, staticConfigs, honorLabels = false, ...job }) =>
        honorLabels ||
        (job.fileSdConfigs ?? job.httpSdConfigs) !== undefined ||
        unreadFields.some((field) => field.endsWith('_sd_configs')) ||
        staticConfigs.some(({ labels }) => 'job' in labels) ||
        [...relabelConfigs, ...metricRelabelConfigs].some(
          ({ targetLabel = '', action }) =>
            targetLabel === 'job' || action === 'labelmap' || targetLabel.includes('$'),
        ),
    );
  if (isOpen || definitions.some(({ resolved }) => resolved.targets.some(hasOtherJobs))) return undefined;
  const names = [
    ...jobs.map(({ jobName }) => jobName),
    ...definitions.flatMap(({ resolved }) => resolved.targets.map(({ job }) => job)),
  ];
  return names.length === 0 ? undefined : new Set(names);
}

/** Whether samples of a target may have another job than its name. */
function hasOtherJobs({
  labels,
  honorLabels,
  discovery,
  relabel = [],
  metricRelabel = [],
}: ResolvedTarget): boolean {
  return (
    honorLabels === true ||
    'job' in labels ||
    (discovery ?? []).some(({ kind }) => kind !== 'dns') ||
    [...relabel, ...metricRelabel].some(
      ({ action, targetLabel }) =>
        action === 'labelmap' || targetLabel === 'job' || targetLabel.includes('$'),
    )
  );
}
