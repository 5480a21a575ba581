import type { CheckRule } from '../../check-rule.ts';
import { alertFile } from '../examples/example-files.ts';
import { findChanges } from './find-changes.ts';

/** What the version wanted reads otherwise than those before. */
export const upgradeChanged: CheckRule = {
  id: 'upgrade/changed',
  severity: 'warning',
  why: 'The file loads as before, and means something else.',
  doc: `Only with \`--target-versions\`: whole values of \`le\` and \`quantile\`, subqueries that count samples, dots in
regular expressions (once a file), targets without a port, pages without a content type, matchers of
Alertmanager without quotes, panels that Grafana converts, and defaults that are others. Not where the
images in sight have the change already.`,
  examples: [
    {
      wrong: {
        files: { 'rules.yml': alertFile('rate(wait_seconds_bucket{le="1"}[5m]) < 5') },
        targetVersions: 'prometheus=3',
      },
      right: {
        files: { 'rules.yml': alertFile('rate(wait_seconds_bucket{le=~"1|1[.]0"}[5m]) < 5') },
        targetVersions: 'prometheus=3',
      },
    },
    {
      wrong: {
        files: { 'rules.yml': alertFile('count_over_time(up[10m:1m]) < 10') },
        targetVersions: 'prometheus=3',
      },
      right: {
        files: { 'rules.yml': alertFile('count_over_time(up[10m:1m]) < 10') },
        targetVersions: 'prometheus=2.53',
      },
    },
  ],
  run: (workspace) => findChanges(workspace).filter(({ effect }) => effect === 'changed'),
};
