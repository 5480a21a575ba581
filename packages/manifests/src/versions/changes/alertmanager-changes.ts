import type { VersionChange } from './version-change.ts';

const release = (version: string): string =>
  `https://github.com/prometheus/alertmanager/releases/tag/v${version}.0`;

/**
 * What changed between versions of Alertmanager, from 0.22 on. Fields of its configuration that came
 * are not here: its parser knows since when it has each of them; nor are removed addresses
 * (`REMOVED_APIS`).
 */
export const ALERTMANAGER_CHANGES: readonly VersionChange[] = [
  {
    place: { in: 'prometheus-config', key: 'alerting.alertmanagers.*.api_version', value: 'v1' },
    until: '0.27',
    instead: 'write v2: version 1 of the API answers 410, and no alert arrives',
    source: release('0.27'),
  },
  {
    place: { in: 'trait', trait: 'unquoted-matcher' },
    changedIn: '0.27',
    now: 'matchers have a new parser, and this one is read by the old one, with a warning',
    instead: 'put the value in double quotes',
    source: 'https://prometheus.io/docs/alerting/latest/configuration/#label-matchers',
  },
  {
    place: { in: 'alertmanager-config', key: 'receivers.*.telegram_configs.*.parse_mode', isMissing: true },
    changedIn: '0.25',
    now: 'messages of Telegram are HTML, not MarkdownV2, where parse_mode is not written',
    instead: 'write parse_mode: MarkdownV2 to keep the message as it is',
    source: release('0.25'),
  },
  {
    place: { in: 'alertmanager-config', key: 'mute_time_intervals' },
    changedIn: '0.24',
    now: "'mute_time_intervals' at the top is deprecated",
    instead: "write 'time_intervals'",
    severity: 'info',
    source: release('0.24'),
  },
  {
    place: { in: 'query', metric: 'alertmanager_marked_alerts' },
    until: '0.33',
    instead: 'ask for alertmanager_alerts, by state',
    source: release('0.33'),
  },
  {
    place: {
      in: 'query',
      metric: 'alertmanager_notifications_failed_total',
      label: 'reason',
      value: 'clientError',
    },
    changedIn: '0.34',
    now: 'refused sign-ins and too many requests have the reasons authError and rateLimited',
    instead: 'match reason=~"clientError|authError|rateLimited"',
    source: release('0.34'),
  },
];
