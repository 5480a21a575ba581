import type { JSX } from 'preact';
import type { AlertGroup, GroupedAlert } from '../../../data/api/alerts-api.ts';
import { plural } from '../../../data/overall-state.ts';
import { useRemote } from '../../../data/station-context.ts';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { LabelList } from '../../../design/label-list.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { SeverityBadge } from '../../../design/state-badge.tsx';
import { Time } from '../../../design/time.tsx';
import { TooMuch } from '../../../design/too-much.tsx';
import { useHref } from '../../../navigation/links.ts';
import { keyOfLabels } from '../alert-key.ts';
import { MuteMarks } from '../mute-marks.tsx';

/** Alerts of one group that are listed; a group of more is a storm. */
const MAX_ALERTS = 30;
const MAX_GROUPS = 100;

/** Alerts that fire, grouped as receivers are told of them; those that others sent to this station too. */
export function GroupsView(): JSX.Element {
  const { data, error, refresh } = useRemote(['alert-groups'], (api, signal) => api.alerts.groups(signal), {
    on: ['alerts', 'silences', 'notifications'],
  });
  if (data === undefined && error !== '') {
    return <ErrorState title="The groups could not be loaded" error={error} onRetry={refresh} />;
  }
  if (data === undefined) return <Skeleton label="Loading the groups" lines={4} />;
  if (data.length === 0) {
    return (
      <EmptyState title="No alert fires">
        <p>When one does, it stands here in the message that its receiver gets.</p>
      </EmptyState>
    );
  }
  return (
    <>
      {data.length > MAX_GROUPS && (
        <TooMuch title={`${MAX_GROUPS} of ${data.length} groups are shown`}>
          Group by fewer labels in the route, so that people get fewer messages.
        </TooMuch>
      )}
      <ul class="told-groups" aria-label="Groups">
        {data.slice(0, MAX_GROUPS).map((group) => (
          <Group
            key={`${group.receiver.name} ${keyOfLabels(group.labels)} ${group.alerts[0]?.fingerprint}`}
            group={group}
          />
        ))}
      </ul>
    </>
  );
}

function Group({ group }: { readonly group: AlertGroup }): JSX.Element {
  const { receiver, labels, alerts } = group;
  const mute = alerts.filter(({ status }) => status.state === 'suppressed').length;
  return (
    <li class="told-group card">
      <header class="told-head">
        <h2 class="told-receiver">{receiver.name}</h2>
        <LabelList labels={labels} />
        <span class="section-note">
          {plural(alerts.length, 'alert')}
          {mute > 0 && `, ${mute === alerts.length ? 'all' : mute} mute`}
        </span>
      </header>
      <ul class="told-alerts">
        {alerts.slice(0, MAX_ALERTS).map((alert) => (
          <ToldAlert key={alert.fingerprint} alert={alert} except={Object.keys(labels)} />
        ))}
      </ul>
      {alerts.length > MAX_ALERTS && <p class="section-note">and {alerts.length - MAX_ALERTS} more</p>}
    </li>
  );
}

function ToldAlert(props: { readonly alert: GroupedAlert; readonly except: readonly string[] }): JSX.Element {
  const { labels, annotations, startsAt, status } = props.alert;
  const hrefOf = useHref();
  const name = labels['alertname'] ?? '';
  return (
    <li class="told-alert">
      <span class="told-what">
        <a class="alert-name" href={hrefOf({ page: 'alerts', rule: name })}>
          {name === '' ? 'without a name' : name}
        </a>
        {labels['severity'] !== undefined && <SeverityBadge severity={labels['severity']} />}
        <MuteMarks alert={status} />
        <span class="section-note">
          since <Time atMs={Date.parse(startsAt)} />
        </span>
      </span>
      {annotations['summary'] !== undefined && <p class="alert-summary">{annotations['summary']}</p>}
      <LabelList labels={labels} except={['alertname', 'severity', ...props.except]} />
    </li>
  );
}
