import { closestName } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { templateFile } from './example-template.ts';
import { ruleTemplates } from './rule-templates.ts';

const CONFIG =
  'global:\n  external_labels:\n    region: eu\nrule_files: [rules.yml]\nscrape_configs:\n  - job_name: shop\n';

/** External labels that the server does not have. */
export const alertExternalLabel: CheckRule = {
  id: 'alert/external-label',
  severity: 'warning',
  preset: 'strict',
  why: 'The text has nothing where the label is meant to stand.',
  doc: 'A template reads an external label that no prometheus.yml in sight sets.',
  examples: [
    {
      wrong: {
        files: {
          'rules.yml': templateFile('Orders wait in {{ $externalLabels.cluster }}'),
          'prometheus.yml': CONFIG,
        },
      },
      right: {
        files: {
          'rules.yml': templateFile('Orders wait in {{ $externalLabels.region }}'),
          'prometheus.yml': CONFIG,
        },
      },
    },
  ],
  *run(workspace) {
    const known = externalLabelsOf(workspace);
    if (!known) return;
    for (const { text, analysis } of ruleTemplates(workspace)) {
      for (const { name, ...range } of analysis.externalLabels) {
        if (known.has(name)) continue;
        const meant = closestName(name, known);
        const fix = meant === undefined ? 'set it in global.external_labels' : `did you mean ${meant}?`;
        yield { place: text.placeOf(range), message: `no server has the external label '${name}'`, fix };
      }
    }
  },
};

/** `undefined` where no configuration is in sight. */
function externalLabelsOf({ prometheusConfigs, definitions }: Workspace): ReadonlySet<string> | undefined {
  if (prometheusConfigs.length + definitions.length === 0) return undefined;
  return new Set([
    ...prometheusConfigs.flatMap(({ global }) => Object.keys(global.externalLabels)),
    ...definitions.flatMap(({ resolved }) => Object.keys(resolved.stack?.externalLabels ?? {})),
  ]);
}
