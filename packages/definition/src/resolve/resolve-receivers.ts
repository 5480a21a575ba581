import { parseMailAddress } from '@telltale/model';
import type { Receiver } from '@telltale/model';
import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { EmailDeclaration } from '../routing/email.ts';
import type { ReceiverDeclaration, WebhookDeclaration } from '../routing/receiver.ts';
import { reportUnknownKeys } from '../faults/check-keys.ts';
import { checkSecret } from '../faults/check-secret.ts';
import type { FaultList } from '../faults/fault-list.ts';

const HOST_AND_PORT = /^[^\s:/]+:\d{1,5}$/;

const RECEIVER_OPTIONS: Readonly<Record<ReceiverDeclaration['kind'], readonly string[]>> = {
  webhook: ['url', 'sendResolved', 'maxAlerts', 'authorization', 'signature', 'body'],
  slack: ['url', 'channel', 'title', 'text', 'sendResolved'],
  email: [
    'to',
    'from',
    'smarthost',
    'username',
    'password',
    'requireTls',
    'caFile',
    'subject',
    'text',
    'html',
    'sendResolved',
  ],
  pagerduty: ['routingKey', 'url', 'sendResolved'],
};

/** The receivers, checked. */
export function resolveReceivers(
  { receivers }: Pick<MonitoringDefinition, 'receivers'>,
  faults: FaultList,
): readonly Receiver[] {
  return Object.entries(receivers).map(([name, declaration]) => {
    const path = `receivers.${name}`;
    const { unknownKeys, ...receiver } = declaration;
    checkReceiver(declaration, path, faults);
    reportUnknownKeys({ unknownKeys }, RECEIVER_OPTIONS[declaration.kind], path, faults);
    return { ...receiver, name };
  });
}

function checkReceiver(declaration: ReceiverDeclaration, path: string, faults: FaultList): void {
  switch (declaration.kind) {
    case 'webhook':
      checkWebhook(declaration, path, faults);
      return;
    case 'slack':
      checkSecret(declaration.url, `${path}.url`, 'SLACK_URL', faults);
      return;
    case 'pagerduty':
      if (declaration.url !== undefined) checkUrl(declaration.url, `${path}.url`, faults);
      checkSecret(declaration.routingKey, `${path}.routingKey`, 'PAGERDUTY_KEY', faults);
      return;
    case 'email':
      checkEmail(declaration, path, faults);
  }
}

function checkWebhook(declaration: WebhookDeclaration, path: string, faults: FaultList): void {
  const { url, maxAlerts, authorization, signature } = declaration;
  if (typeof url === 'string') checkUrl(url, `${path}.url`, faults);
  else checkSecret(url, `${path}.url`, 'WEBHOOK_URL', faults);
  if (authorization) checkSecret(authorization, `${path}.authorization`, 'WEBHOOK_TOKEN', faults);
  if (signature) checkSecret(signature, `${path}.signature`, 'WEBHOOK_KEY', faults);
  if (maxAlerts !== undefined && !(Number.isInteger(maxAlerts) && maxAlerts >= 1))
    faults.add(`${path}.maxAlerts`, 'write a whole number above 0');
}

function checkUrl(text: string, path: string, faults: FaultList): void {
  const url = URL.parse(text);
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return;
  faults.add(path, `'${text}' is not an http or https address`);
}

function checkEmail(declaration: EmailDeclaration, path: string, faults: FaultList): void {
  const { to, from, smarthost, password } = declaration;
  if (to.length === 0) faults.add(`${path}.to`, 'write at least one address');
  for (const address of [...to, from]) {
    const field = address === from ? 'from' : 'to';
    faults.attempt(`${path}.${field}`, undefined, () => parseMailAddress(address));
  }
  if (!HOST_AND_PORT.test(smarthost)) {
    faults.add(
      `${path}.smarthost`,
      `'${smarthost}' is no mail server: write host:port, such as mail.example:587`,
    );
  }
  if (password !== undefined) checkSecret(password, `${path}.password`, 'MAIL_PASSWORD', faults);
}
