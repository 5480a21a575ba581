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

function webhook({ url, sendResolved, maxAlerts }: WebhookReceiver, options: GenerateOptions): Integration {
  const settings = {
    send_resolved: sendResolved,
    ...(typeof url === 'string' ? { url: urlFor(url, options) } : { url_file: mountedSecretOf(url) }),
    max_alerts: maxAlerts,
  };
  return { kind: 'webhook', settings };
}

function slack({ url, channel, sendResolved }: SlackReceiver): Integration {
  const settings = {
    send_resolved: sendResolved,
    api_url_file: mountedSecretOf(url),
    channel,
    color: use('slack.color'),
    title: use('title'),
    title_link: '{{ .ExternalURL }}/#/alerts',
    fallback: use('title'),
    text: use('slack.text'),
  };
  return { kind: 'slack', settings };
}

function email(receiver: EmailReceiver): Integration {
  const { to, from, smarthost, username, password, requireTls, sendResolved } = receiver;
  const settings = {
    send_resolved: sendResolved,
    to: to.join(', '),
    from,
    smarthost,
    auth_username: username,
    auth_password_file: password && mountedSecretOf(password),
    require_tls: requireTls,
    headers: { Subject: use('title') },
    text: use('email.text'),
    html: use('email.html'),
  };
  return { kind: 'email', settings };
}

function pagerDuty({ routingKey, sendResolved }: PagerDutyReceiver): Integration {
  const settings = {
    send_resolved: sendResolved,
    routing_key_file: mountedSecretOf(routingKey),
    description: use('title'),
    severity: use('pagerduty.severity'),
    client: 'Alertmanager',
    client_url: '{{ .ExternalURL }}',
    component: '{{ .CommonLabels.service }}',
    group: '{{ .GroupLabels.alertname }}',
  };
  return { kind: 'pagerduty', settings };
}

/** One of the generated templates. */
function use(name: string): string {
  return `{{ template "telltale.${name}" . }}`;
}
