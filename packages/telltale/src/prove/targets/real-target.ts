import { createHttpTransport, createSmtpTransport, readSecret } from '@telltale/alerting';
import type { MailMessage, ReceivedMessage, Transport } from '@telltale/alerting';
import type { JsonValue, Receiver, Secret } from '@telltale/model';
import type { OpenTarget } from './local-target.ts';

/** What a drill tells with; replaced in tests. */
export type RealServices = OpenTarget['services'];

/**
 * The definition's own receivers: people get the messages of the drill. What is shown of them holds no secret.
 * After a failure nothing more is sent: a drill must not hammer at a receiver.
 */
export function createRealTarget(
  receivers: readonly Receiver[],
  services: RealServices = defaultServices(),
): OpenTarget {
  const received: ReceivedMessage[] = [];
  const secretNames = new Map<string, Secret>();
  let hasFailed = false;
  const stop = (): void => void (hasFailed = true);
  return {
    name: 'the real receivers',
    isReal: true,
    receiverFor: (receiver) => receiver,
    received: () => received,
    services: {
      secrets: async (secret) => {
        const value = await services.secrets(secret);
        secretNames.set(value, secret);
        return value;
      },
      http: {
        post: async (request) => {
          if (hasFailed) throw new Error('not sent again: a drill tries once');
          const response = await services.http.post(request).catch((error: unknown) => {
            stop();
            throw error;
          });
          if (response.status < 200 || response.status >= 300) stop();
          else
            received.push(
              ...answered(postedMessages(request, receivers, secretNames), `HTTP ${response.status}`),
            );
          return response;
        },
      },
      mail: {
        send: async (mail, server, attempt) => {
          if (hasFailed) return refusedMail();
          const outcome = await services.mail.send(mail, server, attempt);
          if (outcome.kind === 'accepted')
            received.push(...answered(mailedMessages(mail, receivers), 'SMTP 250'));
          else stop();
          return outcome;
        },
      },
    },
    close: async () => {},
  };
}

function defaultServices(): RealServices {
  return { http: createHttpTransport(), mail: createSmtpTransport(), secrets: readSecret };
}

function answered(messages: readonly ReceivedMessage[], answer: string): readonly ReceivedMessage[] {
  return messages.map((message) => ({ ...message, answer }));
}

function refusedMail() {
  return { kind: 'permanent', error: 'not sent again: a drill tries once', isAuthentication: false } as const;
}

/** Whose message was posted is told by its address, or by the key in it. */
function postedMessages(
  { url, body }: Parameters<Transport['post']>[0],
  receivers: readonly Receiver[],
  secrets: ReadonlyMap<string, Secret>,
): readonly ReceivedMessage[] {
  const payload = parsed(body);
  const { routing_key: key, ...event } = isObject(payload) ? payload : {};
  const usedBy = (value: string, secret: string | Secret): boolean =>
    typeof secret === 'string' ? secret === value : isSame(secrets.get(value), secret);
  const found = receivers.find((receiver) => {
    if (receiver.kind === 'pagerduty') return typeof key === 'string' && usedBy(key, receiver.routingKey);
    return receiver.kind !== 'email' && usedBy(url, receiver.url);
  });
  if (found === undefined) return [];
  return [{ receiver: found.name, kind: found.kind, payload: found.kind === 'pagerduty' ? event : payload }];
}

function mailedMessages(mail: MailMessage, receivers: readonly Receiver[]): readonly ReceivedMessage[] {
  const { from, to, subject, text, html } = mail;
  const payload = {
    from,
    to,
    subject,
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
  };
  const found = receivers.find((receiver) => receiver.kind === 'email' && receiver.to.join() === to.join());
  return found === undefined ? [] : [{ receiver: found.name, kind: 'email', payload }];
}

function parsed(body: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(body);
    return value;
  } catch {
    return body;
  }
}

function isObject(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSame(a: Secret | undefined, b: Secret): boolean {
  return a !== undefined && JSON.stringify(a) === JSON.stringify(b);
}
