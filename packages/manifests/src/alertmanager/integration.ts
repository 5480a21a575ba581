import type { Integration } from '@telltale/formats';
import type {
  EmailReceiver,
  PagerDutyReceiver,
  Receiver,
  SlackReceiver,
  WebhookReceiver,
} from '@telltale/model';
import type { GenerateOptions } from '../generate-options.ts';
import { urlFor } from '../prometheus/container-address.ts';
import { mountedSecretOf } from '../secrets/stack-secret.ts';

/** How Alertmanager tells a receiver; secrets are the files that the stack mounts. */
export function integrationOf(receiver: Receiver, options: GenerateOptions): Integration {
  switch (receiver.kind) {
    case 'webhook':
      return webhook(receiver, options);
    case 'slack':
      return slack(receiver);
    case 'email':
      return email(receiver);
    case 'pagerduty':
      return pagerDuty(receiver);
  }
}

function webhook(receiver: WebhookReceiver, options: GenerateOptions): Integration {
  const { url, sendResolved, maxAlerts, authorization } = receiver;
  const settings = {
    send_resolved: sendResolved,
    ...(typeof url === 'string' ? { url: urlFor(url, options) } : { url_file: mountedSecretOf(url) }),
    max_alerts: maxAlerts,
    http_config: authorization && {
      authorization: { type: 'Bearer', credentials_file: mountedSecretOf(authorization) },
    },
  };
  return { kind: 'webhook', settings };
}

function slack({ url, channel, title, text, sendResolved }: SlackReceiver): Integration {
  const settings = {
    send_resolved: sendResolved,
    api_url_file: mountedSecretOf(url),
    channel,
    color: use('slack.color'),
    title: title ?? use('title'),
    title_link: '{{ .ExternalURL }}/#/alerts',
    fallback: title ?? use('title'),
    text: text ?? use('slack.text'),
  };
  return { kind: 'slack', settings };
}

function email(receiver: EmailReceiver): Integration {
  const { to, from, smarthost, username, password, requireTls, caFile, sendResolved } = receiver;
  const { subject, text, html } = receiver;
  const settings = {
    send_resolved: sendResolved,
    to: to.join(', '),
    from,
    smarthost,
    auth_username: username,
    auth_password_file: password && mountedSecretOf(password),
    require_tls: requireTls,
    tls_config: caFile === undefined ? undefined : { ca_file: caFile },
    // So that nobody answers by machine: RFC 3834.
    headers: { Subject: subject ?? use('title'), 'Auto-Submitted': 'auto-generated' },
    text: text ?? use('email.text'),
    // A mail with a text of its own has no HTML that says something else.
    html: html ?? (text === undefined ? use('email.html') : ''),
  };
  return { kind: 'email', settings };
}

function pagerDuty({ routingKey, url, sendResolved }: PagerDutyReceiver): Integration {
  const settings = {
    send_resolved: sendResolved,
    routing_key_file: mountedSecretOf(routingKey),
    url,
    description: use('title'),
    severity: use('pagerduty.severity'),
    client: 'Alertmanager',
    client_url: '{{ .ExternalURL }}',
    component: '{{ .CommonLabels.service }}',
    group: '{{ .GroupLabels.alertname }}',
    details: {
      firing: '{{ template "telltale.pagerduty.alerts" .Alerts.Firing }}',
      resolved: '{{ template "telltale.pagerduty.alerts" .Alerts.Resolved }}',
    },
  };
  return { kind: 'pagerduty', settings };
}

/** One of the generated templates. */
function use(name: string): string {
  return `{{ template "telltale.${name}" . }}`;
}
