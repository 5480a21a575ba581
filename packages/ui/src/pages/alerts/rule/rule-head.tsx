import type { AlertRuleView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Icon } from '../../../design/icon.tsx';
import { AlertBadge, SeverityBadge } from '../../../design/state-badge.tsx';
import { useKeys } from '../../../navigation/keys.tsx';
import { useGo, useHref } from '../../../navigation/links.ts';
import { useUrlState } from '../../../navigation/url-state.ts';
import { ProveDialog } from '../../proof/prove-dialog.tsx';
import { useProving } from '../../proof/proving.ts';
import { SendTestDialog } from '../../proof/send-test-dialog.tsx';
import type { Labels } from '../alert-key.ts';
import { useSilenceHref } from '../silence-href.ts';
import { readableTemplate } from '../template-text.ts';
import { alertsCodec, openedCodec } from '../view-state.ts';
import { useRoute } from './use-route.ts';

const GROUP = 'This alert';

/** What the alert is called and says, and what can be done about it. */
export function RuleHead(props: {
  readonly rule: AlertRuleView;
  /** Those of the alert that is looked at; of a quiet rule those that all of its alerts would have. */
  readonly labels: Labels;
  readonly annotations: Labels;
}): JSX.Element {
  const { rule, labels, annotations } = props;
  const hrefOf = useHref();
  const go = useGo();
  const [list] = useUrlState(alertsCodec);
  const [opened, setOpened] = useUrlState(openedCodec);
  const proving = useProving();
  const silenceHref = useSilenceHref(rule);
  const receivers = useRoute(labels).data?.receivers ?? [];
  const listHref = hrefOf({ page: 'alerts', rule: undefined }, alertsCodec, list);
  const runbook = annotations['runbook_url'] ?? '';
  const storyHref = hrefOf({ page: 'story', key: `alert:${rule.name}` });
  const openTest = (): void => setOpened({ ...opened, dialog: 'test' }, 'push');
  useKeys([
    { keys: 's', title: 'Silence', group: GROUP, run: () => go(silenceHref) },
    { keys: 'v', title: 'Send a test', group: GROUP, run: openTest },
    { keys: 'p', title: 'Prove', group: GROUP, run: () => proving.open([rule.name]) },
    { keys: 'y', title: 'The story: all that happened around it', group: GROUP, run: () => go(storyHref) },
    { keys: 'u', title: 'Back to all alerts', group: GROUP, run: () => go(listHref) },
  ]);
  return (
    <div class="page-head rule-head">
      <div class="page-titles rule-titles">
        <a class="rule-back" href={listHref}>
          <Icon name="arrow-left" /> Alerts
        </a>
        <h1 class="page-title">{rule.name}</h1>
        <AlertBadge state={rule.state} />
        {rule.labels['severity'] !== undefined && <SeverityBadge severity={rule.labels['severity']} />}
        <p class="rule-summary">{readableTemplate(annotations['summary'] ?? '')}</p>
      </div>
      <div class="page-tools">
        {isWebAddress(runbook) && (
          <a class="button" href={runbook} rel="noreferrer noopener" target="_blank">
            <Icon name="external" /> Runbook
          </a>
        )}
        <a class="button" href={storyHref} title="Figures, traces, log lines and changes around it">
          <Icon name="story" /> Story
        </a>
        <button type="button" class="button" onClick={openTest}>
          Send test…
        </button>
        <button type="button" class="button" onClick={() => proving.open([rule.name])}>
          <Icon name="prove" /> Prove…
        </button>
        <a class="button is-primary" href={silenceHref}>
          <Icon name="mute" /> Silence…
        </a>
      </div>
      {opened.dialog === 'test' && (
        <SendTestDialog
          labels={labels}
          annotations={annotations}
          {...(receivers.length === 1 && { receiver: receivers[0] })}
          onClose={() => setOpened({ ...opened, dialog: 'none' }, 'push')}
        />
      )}
      {proving.alerts !== undefined && <ProveDialog alerts={proving.alerts} onClose={proving.close} />}
    </div>
  );
}

function isWebAddress(text: string): boolean {
  return /^https?:\/\//i.test(text) && URL.canParse(text);
}
