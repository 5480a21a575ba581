import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import { composeServices } from '../../stack/compose-service.ts';
import { mountsOf } from '../../stack/mount.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { alertFile } from '../examples/example-files.ts';
import { servicesRunning } from '../scrape/scraping-container.ts';

const RULES = `${alertFile('up == 0')}        for: 1m\n`;
const CONFIG = 'rule_files: [rules.yml]\nscrape_configs:\n  - job_name: shop\n';
const ALERTING =
  'alerting:\n  alertmanagers:\n    - static_configs:\n        - targets: [alertmanager.example.org:9093]\n';

/** Alerts that are sent to nobody. */
export const promNoAlertmanager: CheckRule = {
  id: 'prom/no-alertmanager',
  severity: 'warning',
  preset: 'strict',
  why: 'Alerts fire inside Prometheus, and nobody is told.',
  doc: `A prometheus.yml loads rules, there are alerts in sight, and it names no Alertmanager; or a Compose
file mounts alerts into Prometheus, has no Alertmanager, and no prometheus.yml in sight names one.`,
  examples: [
    {
      wrong: { files: { 'prometheus.yml': CONFIG, 'rules.yml': RULES } },
      right: { files: { 'prometheus.yml': CONFIG + ALERTING, 'rules.yml': RULES } },
    },
  ],
  *run(workspace) {
    const configs = workspace.documents.filter(({ kind }) => kind === 'prometheus-config');
    const silent = configs.filter(({ root }) => !root.at('alerting', 'alertmanagers'));
    const hasAlerts = workspace.rules.some(
      ({ kind, origin }) => kind === 'alerting' && origin === 'rule-file',
    );
    for (const { root, placeOf } of hasAlerts ? silent : []) {
      const ruleFiles = root.entries().find(({ key }) => key === 'rule_files');
      if (!ruleFiles) continue;
      yield {
        place: placeOf({ start: ruleFiles.keyStart, end: ruleFiles.keyEnd }),
        message: 'there are alerting rules, and no Alertmanager gets their alerts',
        fix: 'add alerting.alertmanagers',
      };
    }
    if (configs.length === 0) yield* composeFaults(workspace);
  },
};

function* composeFaults(workspace: Workspace): Iterable<RuleFinding> {
  if (servicesRunning(workspace, 'alertmanager').length > 0) return;
  if (composeServices(workspace).some(({ name }) => /alertmanager/i.test(name))) return;
  for (const service of servicesRunning(workspace, 'prometheus')) {
    const mount = mountsOf(service.node).find(({ source = '' }) => /alert/i.test(source));
    if (!mount) continue;
    yield {
      place: service.placeOf(mount.node),
      message: 'alerts are mounted, and no service of the file is an Alertmanager',
      fix: 'add an Alertmanager, and name it in alerting.alertmanagers',
    };
  }
}
