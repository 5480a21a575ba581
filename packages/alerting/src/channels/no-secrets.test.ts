import type { Receiver } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { aNotification, anAttempt, recordingServices } from '../../test/channel-services.ts';
import { channelFor } from './channel-for.ts';

const SECRETS = {
  HOOK: 'https://hook.example/in/SENTINEL-path?key=SENTINEL-query',
  TOKEN: 'SENTINEL-token',
  SIGN: 'SENTINEL-sign',
  SLACK: 'https://hooks.slack.example/services/T0/B0/SENTINEL-slack',
  PAGER: 'SENTINELpager0123456789abcdef012',
  PASSWORD: 'SENTINEL pass&word',
};

const RECEIVERS: readonly Receiver[] = [
  {
    kind: 'webhook',
    name: 'hook',
    url: { env: 'HOOK' },
    authorization: { env: 'TOKEN' },
    signature: { env: 'SIGN' },
    sendResolved: true,
  },
  { kind: 'slack', name: 'chat', url: { env: 'SLACK' }, sendResolved: true },
  { kind: 'pagerduty', name: 'pager', routingKey: { env: 'PAGER' }, sendResolved: true },
  {
    kind: 'email',
    name: 'mail',
    to: ['ops@shop.example'],
    from: 'alerts@shop.example',
    smarthost: 'mail.shop.example:587',
    username: 'u',
    password: { env: 'PASSWORD' },
    requireTls: true,
    sendResolved: true,
  },
];

/** What a server or a network says that repeats in several ways all it was sent. */
function echoOf(receiver: Receiver): string {
  const forms = (secret: string): readonly string[] => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString('base64'),
    new URL(secret, 'http://x').pathname,
  ];
  return secretsOf(receiver)
    .flatMap((name) => forms(SECRETS[name]))
    .join(' ');
}

function secretsOf({ kind }: Receiver): readonly (keyof typeof SECRETS)[] {
  const names = {
    webhook: ['HOOK', 'TOKEN', 'SIGN'],
    slack: ['SLACK'],
    pagerduty: ['PAGER'],
    email: ['PASSWORD'],
  } as const;
  return names[kind];
}

describe.each(RECEIVERS)('no secret comes out of the channel of $kind (case 89)', (receiver) => {
  const echo = echoOf(receiver);

  test('with the message for the outbox', () => {
    const channel = channelFor(receiver, recordingServices({ secrets: SECRETS }));
    expect(JSON.stringify([channel.compose(aNotification()), channel.receiver])).not.toContain('SENTINEL');
  });

  test.each([
    ['an answer that repeats it', { response: { status: 400, headers: {}, body: echo } }],
    ['a 200 that repeats it', { response: { status: 200, headers: {}, body: echo } }],
    [
      'JSON that repeats it',
      { response: { status: 400, headers: {}, body: JSON.stringify({ message: echo, errors: [echo] }) } },
    ],
    ['an error that repeats it', { response: new Error(echo) }],
  ])('with %s', async (_, options) => {
    const services = recordingServices({
      secrets: SECRETS,
      mailOutcome: { kind: 'permanent', error: echo, isAuthentication: true },
      ...options,
    });
    const channel = channelFor(receiver, services);
    const outcome = await channel.send(channel.compose(aNotification()), anAttempt());
    // The beginning of SENTINEL in base64, at each of its three offsets.
    expect(JSON.stringify(outcome)).not.toMatch(/SENT|U0VO|NFTl|TRU5U/);
  });

  test('with a secret that is missing', async () => {
    const channel = channelFor(receiver, recordingServices());
    const outcome = await channel.send(channel.compose(aNotification()), anAttempt());
    expect(outcome).toMatchObject({ kind: 'retry', error: 'the variable is not set' });
  });
});
