import type { CheckRule } from '../../check-rule.ts';
import { exampleRouting } from './example-routing.ts';
import { isDeadManName } from './dead-man.ts';
import { routingViews } from './routing-view.ts';

const hook = (sendResolved: boolean): string =>
  exampleRouting({
    receivers: `  - name: team\n    webhook_configs:\n      - url: https://example.org/hook\n        send_resolved: ${sendResolved}\n`,
  });

/** Receivers that never hear that it is over. */
export const amNoResolved: CheckRule = {
  id: 'am/no-resolved',
  severity: 'info',
  preset: 'strict',
  why: 'Nobody knows whether it is over: incidents stay open, people look at what has mended itself.',
  doc: `A receiver that is not told of resolved alerts: because it says so, or because its kind (Slack, e-mail)
does not unless it is told to. Dead man's switches are left alone.`,
  examples: [
    {
      wrong: { files: { 'alertmanager.yml': hook(false) } },
      right: { files: { 'alertmanager.yml': hook(true) } },
    },
  ],
  *run(workspace) {
    for (const { receivers } of routingViews(workspace)) {
      for (const { name, integrations } of receivers.filter((receiver) => !isDeadManName(receiver.name))) {
        for (const { sendResolved, place } of integrations) {
          if (sendResolved) continue;
          const message = `the receiver '${name}' is not told when an alert is over`;
          yield { place, message, fix: 'send_resolved: true' };
        }
      }
    }
  },
};
