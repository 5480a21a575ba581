import { randomUUID } from 'node:crypto';
import { LabelSet } from '@telltale/model';
import type { JsonValue, Receiver } from '@telltale/model';
import { channelFor } from '../channels/channel-for.ts';
import type { Channel, ChannelServices, FailureReason, SendOutcome } from '../channels/channel.ts';
import { testNotification } from './test-notification.ts';
import type { TestedAlert } from './test-notification.ts';

/** What became of the test message to one way of telling a receiver. */
export interface ReceiverTest {
  readonly receiver: string;
  /** `webhook`, `slack`, `email` or `pagerduty`. */
  readonly integration: string;
  readonly isDelivered: boolean;
  /** Why not, in Alertmanager's words; empty when delivered. */
  readonly reason: FailureReason | '';
  /** For people, without secrets; empty when delivered. */
  readonly error: string;
  /** Status of the receiver's answer; `null` where none came by HTTP. */
  readonly httpStatus: number | null;
  /** From the attempt to the answer of the receiver. */
  readonly durationMs: number;
  /** What was sent. */
  readonly message: JsonValue;
}

/** What {@link testReceivers} takes. */
export interface TestReceiversOptions {
  readonly receivers: readonly Receiver[];
  readonly services: ChannelServices;
  readonly externalUrl: string;
}

/** One attempt; a test is not tried again. */
const TIMEOUT_MS = 10_000;

const TEST_ALERT: TestedAlert = {
  labels: LabelSet.of({ alertname: 'TelltaleTest', drill: 'true', severity: 'info' }),
  annotations: {
    summary: '[DRILL] This is a test message: nothing is wrong, nothing is to be done',
    description: 'Telltale tests whether this receiver is told of alerts.',
  },
};

/**
 * Sends a test message, marked as a drill, to each receiver, once and all at the same time. What it opens
 * at PagerDuty is resolved again. Never rejects.
 */
export function testReceivers(options: TestReceiversOptions): Promise<readonly ReceiverTest[]> {
  return Promise.all(options.receivers.map((receiver) => testReceiver(receiver, options)));
}

/** The messages that receivers would get of an alert. Nothing is sent. */
export function composeFor(
  alert: TestedAlert,
  { receivers, services, externalUrl }: TestReceiversOptions,
): readonly Pick<ReceiverTest, 'receiver' | 'integration' | 'message'>[] {
  const notification = testNotification(alert, 'firing', services.clock.now(), externalUrl);
  return receivers.map((receiver) => ({
    receiver: receiver.name,
    integration: receiver.kind,
    message: channelFor(receiver, services).compose(notification),
  }));
}

async function testReceiver(
  receiver: Receiver,
  { services, externalUrl }: TestReceiversOptions,
): Promise<ReceiverTest> {
  const { clock } = services;
  const channel = channelFor(receiver, services);
  const compose = (status: 'firing' | 'resolved') =>
    channel.compose(testNotification(TEST_ALERT, status, clock.now(), externalUrl));
  const message = compose('firing');
  const startMs = performance.now();
  const outcome = await sendOnce(channel, message);
  const durationMs = performance.now() - startMs;
  const isDelivered = outcome.kind === 'delivered';
  if (isDelivered && receiver.kind === 'pagerduty') await sendOnce(channel, compose('resolved'));
  return {
    receiver: receiver.name,
    integration: receiver.kind,
    isDelivered,
    reason: isDelivered ? '' : outcome.reason,
    error: isDelivered ? '' : outcome.error,
    httpStatus: outcome.httpStatus ?? null,
    durationMs,
    message,
  };
}

function sendOnce(channel: Channel, message: JsonValue): Promise<SendOutcome> {
  const signal = new AbortController().signal;
  return channel.send(message, { idempotencyKey: randomUUID(), timeoutMs: TIMEOUT_MS, signal });
}
