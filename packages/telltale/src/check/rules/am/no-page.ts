import { TelltaleError } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import type { CheckedRule } from '../../workspace/checked-rule.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { alertFile } from '../examples/example-files.ts';
import { exampleRouting } from './example-routing.ts';
import { fixedLabels, reachedReceivers } from './reached-receivers.ts';
import type { RoutingView } from './routing-view.ts';
import { routingViews } from './routing-view.ts';

const PAGE = `${alertFile('up == 0')}        for: 1m\n        labels:\n          severity: page\n`;
const SERVER = 'global:\n  smtp_smarthost: mail.example.org:587\n  smtp_from: b@example.org\n';
const MAIL = '  - name: team\n    email_configs:\n      - to: a@example.org\n';

/** Alerts that are to wake somebody and reach a mailbox, or nobody. */
export const amNoPage: CheckRule = {
  id: 'am/no-page',
  severity: 'warning',
  preset: 'strict',
  why: 'Nobody wakes up of a mail: the alert is read the next morning.',
  doc: `An alert with the severity page or critical whose every possible receiver is told by e-mail alone, or
in no way at all; the first one of each receiver. Matchers on labels that only the series has may hold or not.`,
  examples: [
    {
      wrong: {
        files: { 'rules.yml': PAGE, 'alertmanager.yml': SERVER + exampleRouting({ receivers: MAIL }) },
      },
      right: { files: { 'rules.yml': PAGE, 'alertmanager.yml': exampleRouting({}) } },
    },
  ],
  *run(workspace) {
    const views = routingViews(workspace).filter(({ route }) => route);
    const [view] = views;
    if (views.length !== 1) return;
    const quiet = pagesOf(workspace).flatMap((rule) => {
      const receivers = receiversOf(view, rule);
      const isLoud = receivers.some(({ integrations }) => integrations.some(({ kind }) => kind !== 'email'));
      if (receivers.length === 0 || isLoud) return [];
      return [{ rule, names: receivers.map(({ name }) => name).join(', ') }];
    });
    for (const [names, alerts] of Map.groupBy(quiet, (one) => one.names)) {
      const others = alerts.length > 1 ? `, as ${alerts.length - 1} more do` : '';
      yield {
        place: alerts[0].rule.placeOf('labels'),
        message: `the alert is to wake somebody and reaches ${names}, which sends at most a mail${others}`,
        fix: 'route it to a pager, a chat or a webhook',
      };
    }
  },
};

function pagesOf({ rules }: Workspace): readonly CheckedRule[] {
  return rules.filter(
    ({ kind, labels }) =>
      kind === 'alerting' &&
      labels.some(({ name, text }) => name === 'severity' && /^(?:page|critical)$/.test(text)),
  );
}

function receiversOf({ route, receivers }: RoutingView, rule: CheckedRule): RoutingView['receivers'] {
  if (!route) return [];
  try {
    const reached = reachedReceivers(route, fixedLabels(rule));
    return receivers.filter(({ name }) => reached.has(name));
  } catch (error) {
    if (error instanceof TelltaleError) return [];
    throw error;
  }
}
