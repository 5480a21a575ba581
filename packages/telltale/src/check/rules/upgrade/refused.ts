import type { CheckRule } from '../../check-rule.ts';
import { alertFile } from '../examples/example-files.ts';
import { findChanges } from './find-changes.ts';

/** What the version wanted does not take. */
export const upgradeRefused: CheckRule = {
  id: 'upgrade/refused',
  severity: 'error',
  why: 'The version that is wanted does not start with it, does not load the file, or has nothing to show.',
  doc: `Only with \`--target-versions\`: functions, fields of rule files, of prometheus.yml and of data sources,
flags and features, panels of plugins, metrics and variables that the version has no more, or not yet.
\`prometheus=3\` stands for the newest 3.x, \`prometheus=2.42\` for 2.42 itself. Fields of Alertmanager are
those of am/unknown-field, which knows the version too; removed addresses those of doc/api-removed.`,
  examples: [
    {
      wrong: {
        files: { 'rules.yml': alertFile('holt_winters(x[1h], 0.5, 0.5) > 5') },
        targetVersions: 'prometheus=3',
      },
      right: {
        files: { 'rules.yml': alertFile('avg_over_time(x[1h]) > 5') },
        targetVersions: 'prometheus=3',
      },
    },
    {
      wrong: {
        files: { 'rules.yml': alertFile('up == 0\n        keep_firing_for: 5m') },
        targetVersions: 'prometheus=2.37',
      },
      right: {
        files: { 'rules.yml': alertFile('up == 0\n        keep_firing_for: 5m') },
        targetVersions: 'prometheus=2.53',
      },
    },
  ],
  run: (workspace) => findChanges(workspace).filter(({ effect }) => effect === 'refused'),
};
