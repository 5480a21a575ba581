import type { AlertState, NotificationView } from '@telltale/station/contract';
import { choiceField, numberField, textField, urlCodec } from '../../navigation/url-codec.ts';
import type { UrlCodec } from '../../navigation/url-codec.ts';

/** What the page shows of alerts. */
export type AlertsView = 'now' | 'groups' | 'history' | 'notifications' | 'inhibitions' | 'receivers';

/** Everything that can be chosen on the alerts page besides the opened rule, which is in the path. */
export interface AlertsState {
  readonly view: AlertsView;
  /** Text that name, summary, expression or labels must contain. */
  readonly search: string;
  /** Shows only alerts of this state; `all` shows every rule. */
  readonly state: AlertState | 'all';
  /** Shows only alerts of this severity, service, receiver; empty shows all. */
  readonly severity: string;
  readonly service: string;
  readonly receiver: string;
  /** Label whose values alerts are grouped by; empty for none. */
  readonly groupBy: string;
  /** Shows only notifications that went like this. */
  readonly outcome: NotificationView['outcome'] | 'all';
  /** Place in the log of notifications that older ones are shown from; 0 for the newest. */
  readonly before: number;
}

/** The views in the order of the tabs. */
export const ALERT_VIEWS: readonly AlertsView[] = [
  'now',
  'groups',
  'history',
  'notifications',
  'inhibitions',
  'receivers',
];
/** State filters in the order of the picker. */
export const STATE_FILTERS: readonly AlertsState['state'][] = ['all', 'firing', 'pending', 'inactive'];
/** Outcomes in the order of the picker. */
export const OUTCOME_FILTERS: readonly AlertsState['outcome'][] = ['all', 'delivered', 'retrying', 'failed'];

/** What holds where nothing is filtered. */
export const UNFILTERED: Pick<AlertsState, 'search' | 'state' | 'severity' | 'service' | 'receiver'> = {
  search: '',
  state: 'all',
  severity: '',
  service: '',
  receiver: '',
};

/** The alerts page's address: `view`, `q`, `state`, `severity`, `service`, `receiver`, `group`, `outcome`, `before`. */
export const alertsCodec: UrlCodec<AlertsState> = urlCodec({
  view: choiceField('view', ALERT_VIEWS),
  search: textField('q'),
  state: choiceField('state', STATE_FILTERS),
  severity: textField('severity'),
  service: textField('service'),
  receiver: textField('receiver'),
  groupBy: textField('group'),
  outcome: choiceField('outcome', OUTCOME_FILTERS),
  before: numberField('before', 0),
});

/** What is done about the opened alert, and of which of its alerts the way is shown. */
export interface OpenedState {
  /** Key of one alert of the rule; empty for the first. */
  readonly instance: string;
  /** Whether a test is being sent. */
  readonly dialog: 'none' | 'test';
}

/** The address of an opened alert: `alert` and `dialog`. */
export const openedCodec: UrlCodec<OpenedState> = urlCodec({
  instance: textField('alert'),
  dialog: choiceField('dialog', ['none', 'test']),
});
