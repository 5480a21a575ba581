import type { AlertRuleView, AlertsResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import { plural } from '../../data/overall-state.ts';
import { useResource, useStation } from '../../data/station-context.ts';
import { usePageLoad } from '../../data/use-page-load.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorState } from '../../design/error-state.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import { Tabs } from '../../design/tabs.tsx';
import { useDrawer } from '../../navigation/drawer-state.ts';
import { useGo, useHref } from '../../navigation/links.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { ReceiversView } from '../proof/receivers-view.tsx';
import { keyOfLabels } from './alert-key.ts';
import type { Labels } from './alert-key.ts';
import './alerts.css';
import { GroupsView } from './groups/groups-view.tsx';
import { InhibitionsView } from './groups/inhibitions-view.tsx';
import { HistoryView } from './history/history-view.tsx';
import { NotificationDrawer } from './log/notification-drawer.tsx';
import { NotificationsView } from './log/notifications-view.tsx';
import { NowView } from './now/now-view.tsx';
import { RulePage } from './rule/rule-page.tsx';
import { useAlertCommands } from './use-alert-commands.ts';
import { ALERT_VIEWS, alertsCodec, openedCodec } from './view-state.ts';
import type { AlertsView } from './view-state.ts';

const NAMES: Readonly<Record<AlertsView, string>> = {
  now: 'Now',
  groups: 'Groups',
  history: 'History',
  notifications: 'Notifications',
  inhibitions: 'Inhibitions',
  receivers: 'Receivers',
};

/** The page of alerts; `opened` names the rule shown in full. */
export function AlertsPage({ opened }: { readonly opened: string | undefined }): JSX.Element {
  const { alerts: resource } = useStation();
  const { data, error } = useResource(resource);
  const drawer = useDrawer();
  useAlertCommands(data?.rules ?? []);
  usePageLoad('alerts');
  return (
    <>
      {opened === undefined ? (
        <AlertsHead alerts={data} />
      ) : (
        data === undefined && <PageHead title={opened} />
      )}
      {data === undefined && error === '' && <Skeleton label="Loading the alerts" lines={6} />}
      {data === undefined && error !== '' && (
        <ErrorState
          title="The alerts could not be loaded"
          error={error}
          onRetry={() => void resource.refresh()}
        />
      )}
      {data !== undefined &&
        (opened === undefined ? (
          <AlertViews alerts={data} />
        ) : (
          <OpenedRule alerts={data} name={opened} key={opened} />
        ))}
      {drawer.shown?.kind === 'notification' && (
        <NotificationDrawer key={drawer.shown.id} id={drawer.shown.id} onClose={drawer.close} />
      )}
    </>
  );
}

function AlertsHead({ alerts }: { readonly alerts: AlertsResponse | undefined }): JSX.Element {
  return <PageHead title="Alerts" summary={alerts === undefined ? 'Loading…' : summarise(alerts.rules)} />;
}

/** The views, of which the address names one. */
function AlertViews({ alerts }: { readonly alerts: AlertsResponse }): JSX.Element {
  const [state, setState] = useUrlState(alertsCodec);
  const hrefOf = useHref();
  const go = useGo();
  const units = useMemo(() => new Map(alerts.rules.map(({ name, unit }) => [name, unit])), [alerts]);
  const unitOf = useCallback((name: string) => units.get(name) ?? '', [units]);
  const open = (rule: string, labels: Labels | undefined): void => {
    const address = hrefOf({ page: 'alerts', rule }, alertsCodec, state);
    if (labels === undefined) return go(address);
    const instance = openedCodec.format({ instance: keyOfLabels(labels), dialog: 'none' }).toString();
    go(`${address}${address.includes('?') ? '&' : '?'}${instance}`);
  };
  const active = alerts.rules.flatMap((rule) => rule.alerts).length;
  return (
    <Tabs
      label="Views of alerts"
      value={state.view}
      onChange={(view) => setState({ ...state, view }, 'push')}
      tabs={ALERT_VIEWS.map((value) => ({
        value,
        label: NAMES[value],
        ...(value === 'now' && active > 0 && { count: active }),
      }))}
    >
      {state.view === 'now' && (
        <NowView
          alerts={alerts}
          state={state}
          onState={setState}
          onOpen={({ rule, alert }) => open(rule.name, rule.alerts.length > 1 ? alert?.labels : undefined)}
        />
      )}
      {state.view === 'groups' && <GroupsView />}
      {state.view === 'history' && (
        <HistoryView
          state={state}
          unitOf={unitOf}
          onState={setState}
          onOpen={({ alert }) => open(alert, undefined)}
        />
      )}
      {state.view === 'notifications' && <NotificationsView state={state} onState={setState} />}
      {state.view === 'inhibitions' && <InhibitionsView />}
      {state.view === 'receivers' && <ReceiversView />}
    </Tabs>
  );
}

function OpenedRule(props: { readonly alerts: AlertsResponse; readonly name: string }): JSX.Element {
  const hrefOf = useHref();
  const named = props.alerts.rules.filter(({ name }) => name === props.name);
  const furthest = named.toSorted((a, b) => ORDER[b.state] - ORDER[a.state]).at(0);
  if (furthest !== undefined) return <RulePage rule={furthest} namesakes={named.length - 1} />;
  return (
    <>
      <PageHead title={props.name} />
      <EmptyState title="No rule has this name">
        <p>It was renamed, left the definition, or another program sent its alerts.</p>
        <p>
          <a href={hrefOf({ page: 'alerts', rule: undefined })}>Show all alerts</a>
        </p>
      </EmptyState>
    </>
  );
}

const ORDER = { inactive: 0, pending: 1, firing: 2 } as const;

function summarise(rules: readonly AlertRuleView[]): string {
  const count = (state: AlertRuleView['state']): number =>
    rules.filter((rule) => rule.state === state).length;
  return `${plural(rules.length, 'rule')}: ${count('firing')} firing, ${count('pending')} pending, ${count('inactive')} quiet`;
}
