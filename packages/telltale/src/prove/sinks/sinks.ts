import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SecretReader } from '@telltale/alerting';
import type { EmailReceiver, Receiver, Secret, WebhookReceiver } from '@telltale/model';
import { pagerDutyProtocol, slackProtocol, webhookProtocol } from './http-protocols.ts';
import type { HttpSink } from './http-sink.ts';
import { startHttpSink } from './http-sink.ts';
import { makeSelfSignedCertificate } from './self-signed-certificate.ts';
import type { AcceptedMessage, RefusedMessage, SinkRecord } from './sink-record.ts';
import type { SmtpSink } from './smtp-sink.ts';
import { startSmtpSink } from './smtp-sink.ts';

/** Stand-ins on this machine for all that notifications are sent to. They take nothing but correct messages. */
export interface Sinks {
  /** The same receiver, but at the sink of its kind. Asked again, it is the same sink. */
  receiverFor(receiver: Receiver): Receiver;
  /** Reads the secrets of those receivers. */
  readonly secrets: SecretReader;
  /** All of them by name, for another process of this machine that tells the sinks. */
  secretValues(): Readonly<Record<string, string>>;
  /** In the order of their arrival. */
  readonly accepted: readonly AcceptedMessage[];
  readonly refused: readonly RefusedMessage[];
  close(): Promise<void>;
}

/** Starts sinks for webhooks, Slack, PagerDuty and mail. */
export async function startSinks(): Promise<Sinks> {
  const record: SinkRecord = { accepted: [], refused: [] };
  const folder = await mkdtemp(join(tmpdir(), 'telltale-sinks-'));
  const caFile = join(folder, 'mail-server.pem');
  const certificate = makeSelfSignedCertificate(Date.now());
  await writeFile(caFile, certificate.certificate);
  const http = await startHttpSink(record);
  const smtp = await startSmtpSink(record, certificate);
  const secrets = createSinkSecrets();
  const known = new Map<string, Receiver>();
  const redirect = createRedirection({ http, smtp, secrets, caFile });
  return {
    receiverFor: (receiver) => {
      const id = JSON.stringify(receiver);
      const redirected = known.get(id) ?? redirect(receiver);
      known.set(id, redirected);
      return redirected;
    },
    secrets: secrets.read,
    secretValues: () => secrets.values(),
    accepted: record.accepted,
    refused: record.refused,
    close: async () => {
      await Promise.all([http.close(), smtp.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface SinkSecrets {
  /** Keeps a value; the secret names it. */
  add(value: string): Secret;
  readonly read: SecretReader;
  values(): Readonly<Record<string, string>>;
}

function createSinkSecrets(): SinkSecrets {
  const values = new Map<string, string>();
  return {
    add: (value) => {
      const env = `TELLTALE_SINK_SECRET_${values.size + 1}`;
      values.set(env, value);
      return { env };
    },
    values: () => Object.fromEntries(values),
    read: async (secret) => {
      const value = 'env' in secret ? values.get(secret.env) : undefined;
      if (value === undefined) throw new Error('the sinks have no such secret');
      return value;
    },
  };
}

interface SinkParts {
  readonly http: HttpSink;
  readonly smtp: SmtpSink;
  readonly secrets: SinkSecrets;
  readonly caFile: string;
}

function createRedirection({ http, smtp, secrets, caFile }: SinkParts): (receiver: Receiver) => Receiver {
  const email = (receiver: EmailReceiver): EmailReceiver => {
    const username = `sink-${randomBytes(8).toString('hex')}`;
    const password = randomBytes(16).toString('hex');
    smtp.addUser(username, { password, receiver: receiver.name });
    const smarthost = `localhost:${smtp.port}`;
    return { ...receiver, smarthost, username, password: secrets.add(password), requireTls: true, caFile };
  };
  return (receiver) => {
    switch (receiver.kind) {
      case 'webhook':
        return webhook(receiver, http, secrets);
      case 'slack':
        return { ...receiver, url: secrets.add(http.serve(slackProtocol(receiver.name))) };
      case 'pagerduty': {
        const key = randomBytes(16).toString('hex');
        const url = http.serve(pagerDutyProtocol(receiver.name, key));
        return { ...receiver, routingKey: secrets.add(key), url };
      }
      case 'email':
        return email(receiver);
    }
  };
}

function webhook(receiver: WebhookReceiver, http: HttpSink, secrets: SinkSecrets): WebhookReceiver {
  const { url, authorization, signature } = receiver;
  const token = authorization && randomBytes(16).toString('hex');
  const key = signature && randomBytes(16).toString('hex');
  const sink = http.serve(webhookProtocol(receiver, { ...(token && { token }), ...(key && { key }) }));
  return {
    ...receiver,
    url: typeof url === 'string' ? sink : secrets.add(sink),
    ...(token && { authorization: secrets.add(token) }),
    ...(key && { signature: secrets.add(key) }),
  };
}
