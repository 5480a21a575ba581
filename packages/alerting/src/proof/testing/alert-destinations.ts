import { LabelSet } from '@telltale/model';
import type { JsonValue, Receiver, Route } from '@telltale/model';
import { fingerprint } from '../../alerts/fingerprint.ts';
import type { NotifiedAlert } from '../../alerts/notified-alert.ts';
import { channelFor } from '../../channels/channel-for.ts';
import type { ChannelServices } from '../../channels/channel.ts';
import { createInhibitor } from '../../inhibition/inhibitor.ts';
import { compileConfiguration } from '../../notifier/notification-rules.ts';
import type { NotifierConfiguration } from '../../notifier/notifier-configuration.ts';
import { groupLabelsOf, matchRoutes } from '../../routing/route-tree.ts';
import type { RouteNode } from '../../routing/route-tree.ts';
import type { RunAlert } from './run-alerts.ts';

/** Where a firing alert goes at a time. */
export interface AlertDestination {
  /** Names of the receivers that its routes lead to, whether they are told now or not. */
  readonly receivers: readonly string[];
  /** Receivers that are told now: neither is the alert inhibited, nor their route muted. */
  readonly told: readonly string[];
  /** Names of firing alerts that inhibit it. */
  readonly inhibitedBy: readonly string[];
  /** Names of the time intervals because of which routes of it tell nobody now. */
  readonly mutedBy: readonly string[];
}

/** What a receiver would be sent. */
export interface AlertMessage {
  readonly receiver: string;
  readonly kind: Receiver['kind'];
  readonly message: JsonValue;
}

/** Answers where alerts go by a configuration, without sending anything. */
export interface AlertDestinations {
  /**
   * @param firing All alerts that fire at that time.
   * @param wallMs The time on the wall, in Unix milliseconds.
   */
  of(alert: RunAlert, firing: readonly RunAlert[], wallMs: number): AlertDestination;
  /** The first message of each receiver that the alert's routes lead to, with the others of its group. */
  messagesOf(alert: RunAlert, firing: readonly RunAlert[], wallMs: number): readonly AlertMessage[];
}

/**
 * Prepares a configuration to be asked.
 *
 * @throws TelltaleError TT_DEFINITION_INVALID for a configuration that contradicts itself.
 */
export function createAlertDestinations(
  configuration: NotifierConfiguration,
  externalUrl = 'http://127.0.0.1:4400',
): AlertDestinations {
  const { receivers, inhibitions = [] } = configuration;
  const { root, timeIntervals } = compileConfiguration(configuration);
  const nodesOf = (alert: RunAlert): readonly RouteNode[] =>
    matchRoutes(root, LabelSet.of(alert.labels)).filter(({ route }) => route.receiver !== '');
  const mutedBy = ({ muteTimeIntervals = [], activeTimeIntervals = [] }: Route, wallMs: number) => {
    const isNow = (name: string): boolean => timeIntervals.get(name)?.(wallMs) ?? false;
    const isActive = activeTimeIntervals.length === 0 || activeTimeIntervals.some(isNow);
    return isActive ? muteTimeIntervals.filter(isNow) : activeTimeIntervals;
  };
  return {
    of: (alert, firing, wallMs) => {
      const nodes = nodesOf(alert);
      const inhibitedBy = inhibitors(inhibitions, alert, firing, wallMs);
      const awake = nodes.filter(({ route }) => mutedBy(route, wallMs).length === 0);
      return {
        receivers: uniqueReceivers(nodes),
        told: inhibitedBy.length > 0 ? [] : uniqueReceivers(awake),
        inhibitedBy,
        mutedBy: [...new Set(nodes.flatMap(({ route }) => mutedBy(route, wallMs)))],
      };
    },
    messagesOf: (alert, firing, wallMs) =>
      nodesOf(alert).flatMap((node) => {
        const { route, key } = node;
        const labels = groupLabelsOf(route, LabelSet.of(alert.labels));
        const alerts = firing
          .filter((other) => nodesOf(other).includes(node) && isInGroup(other, route, labels))
          .map((one) => notified(one, externalUrl));
        const groupKey = `${key}:${labels.toString()}`;
        const reason = 'first notification';
        const notification = {
          groupKey,
          groupLabels: labels,
          reason,
          alerts,
          externalUrl,
          atMs: wallMs,
        } as const;
        return receivers
          .filter(({ name }) => name === route.receiver)
          .map((receiver) => ({
            receiver: receiver.name,
            kind: receiver.kind,
            message: channelFor(receiver, SEND_NOTHING).compose(notification),
          }));
      }),
  };
}

function uniqueReceivers(nodes: readonly RouteNode[]): readonly string[] {
  return [...new Set(nodes.map(({ route }) => route.receiver))];
}

function inhibitors(
  inhibitions: NonNullable<NotifierConfiguration['inhibitions']>,
  alert: RunAlert,
  firing: readonly RunAlert[],
  wallMs: number,
): readonly string[] {
  const labels = LabelSet.of(alert.labels);
  const inhibitor = createInhibitor(inhibitions);
  const names = new Map<string, string>();
  for (const one of firing) {
    const update = updateOf(one, wallMs);
    const id = fingerprint(update.labels);
    names.set(id, one.alertName);
    inhibitor.update({ update, fingerprint: id, receivedAtMs: wallMs });
  }
  return inhibitor.inhibitedBy(labels, wallMs).map((id) => names.get(id) ?? id);
}

function updateOf({ labels, annotations }: RunAlert, wallMs: number) {
  return {
    labels: LabelSet.of(labels),
    annotations,
    startsAtMs: wallMs,
    endsAtMs: wallMs + 1,
    generatorUrl: '',
  };
}

function isInGroup(alert: RunAlert, route: Route, labels: LabelSet): boolean {
  return groupLabelsOf(route, LabelSet.of(alert.labels)).equals(labels);
}

function notified(alert: RunAlert, externalUrl: string): NotifiedAlert {
  const labels = LabelSet.of(alert.labels);
  return {
    labels,
    annotations: alert.annotations,
    status: 'firing',
    startsAtMs: alert.activeAtMs,
    endsAtMs: null,
    generatorUrl: `${externalUrl}/alerts/${encodeURIComponent(alert.alertName)}`,
    fingerprint: fingerprint(labels),
  };
}

const unused = (): never => {
  throw new Error('a message is composed here, and never sent');
};
/** Messages are composed without any of these. */
const SEND_NOTHING: ChannelServices = {
  http: { post: unused },
  mail: { send: unused },
  secrets: unused,
  clock: { now: unused, after: unused },
};
