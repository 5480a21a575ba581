import type { LabelSet } from '@telltale/model';
import { commonEntries } from '../../alerts/common-entries.ts';
import { generatorAddress } from '../../alerts/generator-address.ts';
import type { NotifiedAlert } from '../../alerts/notified-alert.ts';
import { ZERO_TIME_MS, goTime } from '../interpreter/go-time.ts';
import { goSlice, goStruct } from '../interpreter/template-value.ts';
import type { GoSlice, GoStruct, TemplateMethod } from '../interpreter/template-value.ts';
import { keyValues } from './key-values.ts';

/** What notification templates are rendered with. */
export interface NotificationInput {
  /** Name of the receiver. */
  readonly receiver: string;
  /** Why it is told now. */
  readonly reason: string;
  readonly groupLabels: LabelSet;
  /** At least one. */
  readonly alerts: readonly NotifiedAlert[];
  readonly externalUrl: string;
  /** What templates take for the present. */
  readonly atMs: number;
}

/**
 * The dot of a notification template: Alertmanager's `Data`.
 *
 * @param shown How many alerts `.Alerts` holds, from the first. Everything else tells of all. Default: all.
 */
export function notificationData(input: NotificationInput, shown: number = input.alerts.length): GoStruct {
  const { alerts, receiver, reason, groupLabels, externalUrl } = input;
  const labels = keyValues(commonEntries(alerts.map((alert) => alert.labels.toObject())));
  return goStruct('template.Data', [
    ['Receiver', receiver],
    ['Status', alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved'],
    ['Alerts', alertList(alerts.slice(0, shown), externalUrl)],
    ['GroupLabels', keyValues(groupLabels.toObject())],
    ['CommonLabels', labels],
    ['CommonAnnotations', keyValues(commonEntries(alerts.map(({ annotations }) => annotations)))],
    ['ExternalURL', externalUrl],
    ['NotificationReason', reason],
  ]);
}

function alertList(alerts: readonly NotifiedAlert[], externalUrl: string): GoSlice {
  const only = (wanted: NotifiedAlert['status']) => (): GoSlice =>
    goSlice(
      alerts.filter(({ status }) => status === wanted).map((alert) => alertData(alert, externalUrl)),
      '[]template.Alert',
    );
  const methods = new Map<string, TemplateMethod>([
    ['Firing', only('firing')],
    ['Resolved', only('resolved')],
  ]);
  return goSlice(
    alerts.map((alert) => alertData(alert, externalUrl)),
    'template.Alerts',
    methods,
  );
}

function alertData(alert: NotifiedAlert, externalUrl: string): GoStruct {
  return goStruct('template.Alert', [
    ['Status', alert.status],
    ['Labels', keyValues(alert.labels.toObject())],
    ['Annotations', keyValues(alert.annotations)],
    ['StartsAt', goTime(alert.startsAtMs)],
    ['EndsAt', goTime(alert.endsAtMs ?? ZERO_TIME_MS)],
    ['GeneratorURL', generatorAddress(alert.generatorUrl, externalUrl)],
    ['Fingerprint', alert.fingerprint],
  ]);
}
