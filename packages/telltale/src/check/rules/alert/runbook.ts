import type { CheckRule } from '../../check-rule.ts';
import { isDeadManName } from '../am/dead-man.ts';
import { alertsOf, annotationOf, fullAlert } from './alert-texts.ts';

/** Alerts that do not say what to do. */
export const alertRunbook: CheckRule = {
  id: 'alert/runbook',
  severity: 'info',
  preset: 'strict',
  why: 'At three in the morning nobody remembers what this alert means and what helps.',
  doc: `An alert without an annotation that names a runbook (runbook_url, runbook, playbook), or whose
runbook is a file of this repository that does not exist.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': fullAlert(/runbook_url/) } },
      right: { files: { 'rules.yml': fullAlert() } },
    },
  ],
  *run({ rules, hasFile }) {
    for (const rule of alertsOf(rules)) {
      if (isDeadManName(rule.name)) continue;
      const runbook = annotationOf(rule, /runbook|playbook/i);
      if (!runbook) {
        const message = 'the alert names no runbook';
        yield { place: rule.placeOf('name'), message, fix: "add the annotation 'runbook_url'" };
        continue;
      }
      const path = runbook.text.trim().replace(/^\.\//, '').replace(/#.*$/, '');
      const isFile = /^[\w./-]+\.(?:md|html|txt)$/.test(path);
      if (!isFile || hasFile(path) !== false) continue;
      yield {
        place: runbook.placeOf(),
        message: `there is no file ${path}`,
        fix: 'write it, or correct the path',
      };
    }
  },
};
