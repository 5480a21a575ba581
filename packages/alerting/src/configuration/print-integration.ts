import type { Integration } from '@telltale/formats';
import type {
  EmailReceiver,
  PagerDutyReceiver,
  Receiver,
  Secret,
  SlackReceiver,
  WebhookReceiver,
} from '@telltale/model';
import { isInlineSecret } from './inline-secrets.ts';

/** What Alertmanager shows in the place of a secret. */
const HIDDEN = '<secret>';
/** Older ones, and their amtool, read the address of a webhook as one even then. */
const HIDDEN_URL = `http://${HIDDEN}`;

/** A receiver as an item of its `…_configs`. */
export function integrationOf(receiver: Receiver): Integration {
  switch (receiver.kind) {
    case 'webhook':
      return { kind: 'webhook', settings: webhook(receiver) };
    case 'slack':
      return { kind: 'slack', settings: slack(receiver) };
    case 'email':
      return { kind: 'email', settings: email(receiver) };
    case 'pagerduty':
      return { kind: 'pagerduty', settings: pagerDuty(receiver) };
  }
}

function webhook({ url, sendResolved, maxAlerts, authorization, body }: WebhookReceiver) {
  return {
    send_resolved: sendResolved,
    http_config: authorization && {
      authorization: { type: 'Bearer', ...secretOf('credentials', authorization) },
    },
    ...(typeof url === 'string' ? { url: withoutPassword(url) } : secretOf('url', url, HIDDEN_URL)),
    max_alerts: maxAlerts,
    payload: body,
  };
}

function slack({ url, channel, title, text, sendResolved }: SlackReceiver) {
  return { send_resolved: sendResolved, ...secretOf('api_url', url), channel, title, text };
}

function email(receiver: EmailReceiver) {
  const { to, from, smarthost, username, password, requireTls, caFile, subject, text, html } = receiver;
  return {
    send_resolved: receiver.sendResolved,
    to: to.join(', '),
    from,
    smarthost,
    auth_username: username,
    ...(password && secretOf('auth_password', password)),
    headers: subject === undefined ? undefined : { Subject: subject },
    html,
    text,
    require_tls: requireTls,
    tls_config: caFile === undefined ? undefined : { ca_file: caFile },
  };
}

function pagerDuty({ routingKey, url, sendResolved }: PagerDutyReceiver) {
  return { send_resolved: sendResolved, ...secretOf('routing_key', routingKey), url };
}

function secretOf(name: string, secret: Secret, hidden = HIDDEN): Readonly<Record<string, string>> {
  return 'file' in secret && !isInlineSecret(secret) ? { [`${name}_file`]: secret.file } : { [name]: hidden };
}

/** An address may hold a password, or a token in its query. */
function withoutPassword(text: string): string {
  const url = URL.parse(text);
  if (!url || (url.username === '' && url.password === '' && url.search === '')) return text;
  return HIDDEN_URL;
}
