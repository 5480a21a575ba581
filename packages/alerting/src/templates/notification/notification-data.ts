import type { LabelSet } from '@telltale/model';
import { commonEntries } from '../../alerts/common-entries.ts';
import { generatorAddress } from '../../alerts/generator-address.ts';
import type { NotifiedAlert } from '../../alerts/notified-alert.ts';
import { ZERO_TIME_MS, goTime } from '../interpreter/go-time.ts';
import { goSlice, goStruct } from '../interpreter/template-value.ts';
import type { GoSlice, GoStruct, TemplateMethod, TemplateValue } from '../interpreter/template-value.ts';
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

/** The dots that a template is rendered with; what they share is made once. */
export interface NotificationData {
  /** What templates take for the present. */
  readonly nowMs: number;
  readonly alertCount: number;
  /**
   * Alertmanager's `Data`. `.Alerts` holds the first alerts, so many as are to be shown; everything else tells
   * of all of them.
   */
  dot(shown: number): GoStruct;
}

/** Makes the data of a notification for templates. */
export function createNotificationData(input: NotificationInput): NotificationData {
  const { alerts, receiver, reason, groupLabels, externalUrl } = input;
  const all = alerts.map((alert) => alertData(alert, externalUrl));
  const common = commonEntries(alerts.map((alert) => alert.labels.toObject()));
  const shared: readonly (readonly [string, TemplateValue])[] = [
    ['GroupLabels', keyValues(groupLabels.toObject())],
    ['CommonLabels', keyValues(common)],
    ['CommonAnnotations', keyValues(commonEntries(alerts.map(({ annotations }) => annotations)))],
    ['ExternalURL', externalUrl],
    ['NotificationReason', reason],
  ];
  return {
    nowMs: input.atMs,
    alertCount: alerts.length,
    dot: (shown) =>
      goStruct('template.Data', [
        ['Receiver', receiver],
        ['Status', alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved'],
        ['Alerts', alertList(all.slice(0, shown))],
        ...shared,
      ]),
  };
}

function alertList(alerts: readonly AlertData[]): GoSlice {
  const structs = (some: readonly AlertData[]): readonly GoStruct[] => some.map(({ struct }) => struct);
  const only = (wanted: NotifiedAlert['status']) => (): GoSlice =>
    goSlice(structs(alerts.filter(({ status }) => status === wanted)), '[]template.Alert');
  const methods = new Map<string, TemplateMethod>([
    ['Firing', only('firing')],
    ['Resolved', only('resolved')],
  ]);
  return goSlice(structs(alerts), 'template.Alerts', methods);
}

interface AlertData {
  readonly status: NotifiedAlert['status'];
  readonly struct: GoStruct;
}

function alertData(alert: NotifiedAlert, externalUrl: string): AlertData {
  let fields: ReadonlyMap<string, TemplateValue> | undefined;
  const struct: GoStruct = {
    kind: 'struct',
    type: 'template.Alert',
    // Of thousands of alerts few are shown.
    get fields() {
      return (fields ??= alertFields(alert, externalUrl));
    },
  };
  return { status: alert.status, struct };
}

function alertFields(alert: NotifiedAlert, externalUrl: string): ReadonlyMap<string, TemplateValue> {
  return new Map<string, TemplateValue>([
    ['Status', alert.status],
    ['Labels', keyValues(alert.labels.toObject())],
    ['Annotations', keyValues(alert.annotations)],
    ['StartsAt', goTime(alert.startsAtMs)],
    ['EndsAt', goTime(alert.endsAtMs ?? ZERO_TIME_MS)],
    ['GeneratorURL', generatorAddress(alert.generatorUrl, externalUrl)],
    ['Fingerprint', alert.fingerprint],
  ]);
}
