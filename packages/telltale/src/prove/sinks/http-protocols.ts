import { createHmac } from 'node:crypto';
import type { WebhookReceiver } from '@telltale/model';
import type { HttpProtocol } from './http-sink.ts';
import { plainRefusal } from './http-sink.ts';
import type { Fault } from './fault.ts';
import { formatFaults } from './fault.ts';
import { isFields } from './field-checks.ts';
import { pagerDutyFaults } from './pagerduty-contract.ts';
import { slackFaults } from './slack-contract.ts';
import { WEBHOOK_DOCUMENT, webhookFaults } from './webhook-contract.ts';

const HTTP_CONFIG = 'https://prometheus.io/docs/alerting/latest/configuration/#http_config';
const SLACK_WEBHOOKS = 'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks';
const PAGERDUTY_EVENTS = 'https://developer.pagerduty.com/docs/send-alert-event';
/** No document of another tool describes it: it is this product's own. */
const SIGNATURE = 'the option signature of webhook()';

/** What a receiver's secrets are at the sinks. */
export interface WebhookSecrets {
  readonly token?: string;
  readonly key?: string;
}

/** A webhook; of a body of the receiver's own only that it is JSON is known. */
export function webhookProtocol(
  { name, body }: WebhookReceiver,
  { token, key }: WebhookSecrets,
): HttpProtocol {
  return {
    receiver: name,
    kind: 'webhook',
    document: WEBHOOK_DOCUMENT,
    faults: (message, request) => {
      const faults = body === undefined ? webhookFaults(message) : [];
      const found = faults.map((rule): Fault => ({ rule, document: WEBHOOK_DOCUMENT }));
      if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) {
        found.push({ rule: 'the header authorization must hold the token', document: HTTP_CONFIG });
      }
      const wanted =
        key === undefined
          ? undefined
          : `sha256=${createHmac('sha256', key).update(request.body).digest('hex')}`;
      if (wanted !== undefined && request.headers['x-telltale-signature'] !== wanted) {
        found.push({
          rule: 'the header x-telltale-signature must hold the HMAC of the body',
          document: SIGNATURE,
        });
      }
      return found;
    },
    answer: (_, faults) =>
      faults.length === 0 ? { status: 200, body: 'ok', type: 'text/plain' } : plainRefusal(400, faults),
  };
}

/** An incoming webhook of Slack. */
export function slackProtocol(receiver: string): HttpProtocol {
  return {
    receiver,
    kind: 'slack',
    document: SLACK_WEBHOOKS,
    faults: slackFaults,
    answer: (_, faults) =>
      faults.length === 0
        ? { status: 200, body: 'ok', type: 'text/plain' }
        : plainRefusal(400, faults, 'invalid_payload: '),
  };
}

/** PagerDuty's Events API v2. */
export function pagerDutyProtocol(receiver: string, routingKey: string): HttpProtocol {
  return {
    receiver,
    kind: 'pagerduty',
    document: PAGERDUTY_EVENTS,
    faults: (event, { body }) => {
      const faults = pagerDutyFaults(event, Buffer.byteLength(body));
      const isKnown = isFields(event) && event['routing_key'] === routingKey;
      return isKnown
        ? faults
        : [...faults, { rule: 'routing_key must be that of the service', document: PAGERDUTY_EVENTS }];
    },
    answer: (event, faults) => {
      const fine = {
        status: 'success',
        message: 'Event processed',
        dedup_key: isFields(event) ? event['dedup_key'] : '',
      };
      const wrong = {
        status: 'invalid event',
        message: 'Event object is invalid',
        errors: [formatFaults(faults)],
      };
      const isFine = faults.length === 0;
      return {
        status: isFine ? 202 : 400,
        body: JSON.stringify(isFine ? fine : wrong),
        type: 'application/json',
      };
    },
  };
}
