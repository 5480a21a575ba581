import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createSmtpTransport } from '@telltale/alerting';
import type { MailMessage, MailOutcome, MailServer } from '@telltale/alerting';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';
import { afterAll, describe, expect, test } from 'vitest';
import { makeSelfSignedCertificate } from './self-signed-certificate.ts';

const OURS = makeSelfSignedCertificate(Date.now());
const FOREIGN = makeSelfSignedCertificate(Date.now());

const MAIL: MailMessage = {
  from: 'Shop <alerts@shop.example>',
  to: ['ops@shop.example'],
  subject: 'hello',
  text: 'text',
  html: '<p>html</p>',
  headers: {},
  messageId: '<1@shop.example>',
  dateMs: 1_700_000_000_000,
};

const closing: (() => Promise<void>)[] = [];

afterAll(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

interface Received {
  readonly mails: string[];
  readonly methods: string[];
  connections: number;
}

function reply(responseCode: number, message = 'no'): Error {
  return Object.assign(new Error(message), { responseCode });
}

/** A real mail server; the user is `user`, the password `right`. */
async function mailServer(options: SMTPServerOptions = {}): Promise<{ port: number; received: Received }> {
  const received: Received = { mails: [], methods: [], connections: 0 };
  const server = new SMTPServer({
    cert: OURS.certificate,
    key: OURS.key,
    authMethods: ['PLAIN', 'LOGIN', 'CRAM-MD5'],
    authOptional: true,
    logger: false,
    disableReverseLookup: true,
    onConnect: (_, callback) => {
      received.connections++;
      callback();
    },
    onAuth: (auth, _, callback) => {
      received.methods.push(auth.method);
      // CRAM-MD5 tells no password.
      const isRight =
        auth.password === undefined ? auth.validatePassword('right') : auth.password === 'right';
      callback(isRight ? null : reply(535, '5.7.8 wrong credentials'), { user: 'user' });
    },
    onData: (stream, _, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.mails.push(Buffer.concat(chunks).toString('latin1'));
        callback();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  return { port: (server.server.address() as AddressInfo).port, received };
}

/** A server that does what no mail server should. */
async function rawServer(serve: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  );
  return (server.address() as AddressInfo).port;
}

function send(
  port: number,
  server: Partial<MailServer> = {},
  options: { timeoutMs?: number; signal?: AbortSignal; mail?: Partial<MailMessage> } = {},
): Promise<MailOutcome> {
  const { timeoutMs = 5000, signal = new AbortController().signal, mail = {} } = options;
  const target = { host: 'localhost', port, tls: 'required', ca: OURS.certificate, ...server } as const;
  return createSmtpTransport().send({ ...MAIL, ...mail }, target, { timeoutMs, signal });
}

const LOGIN = { username: 'user', password: 'right' };

describe.concurrent('a mail is handed over', () => {
  test.each(['PLAIN', 'LOGIN', 'CRAM-MD5'])('over STARTTLS, after a log-in by %s', async (method) => {
    const { port, received } = await mailServer({ authMethods: [method] });
    expect(await send(port, LOGIN)).toEqual({ kind: 'accepted' });
    expect(received.methods).toEqual([method]);
    expect(received.mails).toHaveLength(1);
  });

  test('over TLS from the first byte', async () => {
    const { port, received } = await mailServer({ secure: true });
    expect(await send(port, { ...LOGIN, tls: 'implicit' })).toEqual({ kind: 'accepted' });
    expect(received.mails).toHaveLength(1);
  });

  test('by an address as well as by a name', async () => {
    const { port } = await mailServer();
    expect(await send(port, { host: '127.0.0.1' })).toEqual({ kind: 'accepted' });
  });

  test('without TLS where it is not offered and not required', async () => {
    const { port } = await mailServer({ hideSTARTTLS: true });
    expect(await send(port, { tls: 'opportunistic' })).toEqual({ kind: 'accepted' });
  });

  test('over TLS with anybody where TLS is not required and nothing is secret', async () => {
    const { port, received } = await mailServer();
    const anybody = { tls: 'opportunistic', host: '127.0.0.1', port } as const;
    const { signal } = new AbortController();
    const outcome = await createSmtpTransport().send(MAIL, anybody, { timeoutMs: 5000, signal });
    expect(outcome).toEqual({ kind: 'accepted' });
    expect(received.mails).toHaveLength(1);
  });

  test('as text and HTML of the same, quoted-printable, with date and id', async () => {
    const { port, received } = await mailServer();
    await send(
      port,
      {},
      { mail: { text: 'grüße\n'.repeat(50), headers: { 'In-Reply-To': '<0@shop.example>' } } },
    );
    const [mail] = received.mails;
    expect(mail).toContain('Content-Type: multipart/alternative');
    expect(mail.indexOf('text/plain')).toBeLessThan(mail.indexOf('text/html'));
    expect(mail).toContain('Content-Transfer-Encoding: quoted-printable');
    expect(mail).toContain('Message-ID: <1@shop.example>');
    expect(mail).toContain('In-Reply-To: <0@shop.example>');
    expect(mail).toContain('Date: Tue, 14 Nov 2023 22:13:20 +0000');
    expect(mail).toContain('From: Shop <alerts@shop.example>');
  });
});

describe.concurrent('a mail is refused for good', () => {
  test('when the certificate is of another authority', async () => {
    const { port, received } = await mailServer();
    const outcome = await send(port, { ca: FOREIGN.certificate });
    expect(outcome).toMatchObject({ kind: 'permanent', isAuthentication: false });
    expect(outcome).toHaveProperty(
      'error',
      expect.stringContaining('certificate of the mail server is not trusted'),
    );
    expect(received.mails).toEqual([]);
  });

  test('when the certificate is of another authority, over TLS from the first byte', async () => {
    const { port } = await mailServer({ secure: true });
    const outcome = await send(port, { tls: 'implicit', ca: FOREIGN.certificate });
    expect(outcome).toMatchObject({ kind: 'permanent', error: expect.stringContaining('is not trusted') });
  });

  test('when TLS is required and not offered, and no password is told', async () => {
    const { port, received } = await mailServer({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true });
    expect(await send(port, LOGIN)).toMatchObject({ kind: 'permanent', error: expect.stringMatching(/TLS/) });
    expect(received).toMatchObject({ mails: [], methods: [] });
  });

  test('when the password is wrong', async () => {
    const { port } = await mailServer();
    const outcome = await send(port, { username: 'user', password: 'SENTINEL-wrong' });
    expect(outcome).toMatchObject({ kind: 'permanent', isAuthentication: true });
    expect(JSON.stringify(outcome)).not.toContain('SENTINEL');
  });

  test.each<[string, SMTPServerOptions]>([
    ['the connection', { onConnect: (_, callback) => callback(reply(554)) }],
    ['the sender', { onMailFrom: (_address, _, callback) => callback(reply(550)) }],
    ['the recipient', { onRcptTo: (_address, _, callback) => callback(reply(550)) }],
    [
      'the message',
      {
        onData: (stream, _, callback) => {
          stream.on('end', () => callback(reply(552)));
          stream.resume();
        },
      },
    ],
  ])('when the server refuses %s with 5xx', async (_, options) => {
    const { port } = await mailServer(options);
    expect(await send(port)).toMatchObject({ kind: 'permanent', isAuthentication: false });
  });

  test('when one of two recipients is refused', async () => {
    const { port, received } = await mailServer({
      onRcptTo: ({ address }, _, callback) => callback(address.startsWith('no') ? reply(550) : null),
    });
    const mail = { to: ['ops@shop.example', 'nobody@shop.example'] };
    expect(await send(port, {}, { mail })).toMatchObject({ kind: 'permanent' });
    expect(received.mails).toHaveLength(1);
  });
});

describe.concurrent('a mail is tried again', () => {
  test.each<[string, SMTPServerOptions]>([
    ['the connection', { onConnect: (_, callback) => callback(reply(421)) }],
    ['the sender', { onMailFrom: (_address, _, callback) => callback(reply(451)) }],
    ['the recipient', { onRcptTo: (_address, _, callback) => callback(reply(450)) }],
    [
      'the message',
      {
        onData: (stream, _, callback) => {
          stream.on('end', () => callback(reply(452)));
          stream.resume();
        },
      },
    ],
  ])('when the server refuses %s with 4xx', async (_, options) => {
    const { port } = await mailServer(options);
    expect(await send(port)).toMatchObject({ kind: 'temporary', isAuthentication: false });
  });

  test('when the server cannot look passwords up', async () => {
    const { port } = await mailServer({ onAuth: (_auth, _, callback) => callback(reply(454)) });
    expect(await send(port, LOGIN)).toMatchObject({ kind: 'temporary', isAuthentication: true });
  });

  test('when nobody listens', async () => {
    const { port } = await mailServer();
    await closing.pop()?.();
    expect(await send(port)).toMatchObject({
      kind: 'temporary',
      error: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('when the server is silent', async () => {
    const port = await rawServer(() => undefined);
    expect(await send(port, {}, { timeoutMs: 100 })).toMatchObject({
      kind: 'temporary',
    });
  });

  test('when the greeting comes byte by byte without an end', async () => {
    const port = await rawServer((socket) => {
      const timer = setInterval(() => socket.write('2'), 5);
      socket.on('close', () => clearInterval(timer));
    });
    expect(await send(port, {}, { timeoutMs: 100 })).toMatchObject({ kind: 'temporary' });
  });

  test.each([
    ['a line without an end', 'x'.repeat(16_384)],
    ['lines without an end', '220-again\r\n'.repeat(1000)],
  ])('when the server sends %s', async (_, text) => {
    let sent = 0;
    const port = await rawServer((socket) => {
      const write = (): void => {
        while (!socket.destroyed && socket.write(text)) sent += text.length;
      };
      socket.on('drain', write);
      write();
    });
    expect(await send(port, {}, { timeoutMs: 3000 })).toMatchObject({ kind: 'temporary' });
    expect(sent).toBeLessThan(64 * 1024 * 1024);
  });

  test('when the connection breaks off within the message', async () => {
    const { port, received } = await mailServer({
      onData: (stream, session) => {
        stream.once('data', () => sessions.get(session.id)?.destroy());
      },
      onSecure: (socket, session, callback) => {
        sessions.set(session.id, socket);
        callback();
      },
    });
    expect(await send(port, {}, { mail: { text: 'x'.repeat(200_000) } })).toMatchObject({
      kind: 'temporary',
    });
    expect(received.mails).toEqual([]);
  });

  test('when the attempt is aborted, at once', async () => {
    const port = await rawServer(() => undefined);
    const abort = new AbortController();
    const sending = send(port, {}, { signal: abort.signal });
    setTimeout(() => abort.abort(), 20);
    expect(await sending).toMatchObject({ kind: 'temporary', error: 'aborted' });
  });
});

const sessions = new Map<string, Socket>();

describe.concurrent('addresses and headers hold no commands', () => {
  test.each([
    ['a line end', 'b@x.example\r\nRCPT TO:<evil@x.example>'],
    ['a group', 'team: evil@x.example, b@x.example;'],
    ['nested groups', 'a: b: c: evil@x.example;;;'],
    ['a list', 'b@x.example, evil@x.example'],
    ['a quoted local part', '"evil@x.example"@y.example'],
    ['two senders', 'a@x.example <b@x.example> <c@x.example>'],
  ])('an address with %s reaches no server (case 76)', async (_, address) => {
    const { port, received } = await mailServer();
    for (const mail of [{ to: [address] }, { from: address }]) {
      expect(await send(port, {}, { mail })).toMatchObject({ kind: 'permanent', isAuthentication: false });
    }
    expect(received.connections).toBe(0);
  });

  test('line ends in subject, id and headers begin no header', async () => {
    const { port, received } = await mailServer();
    const evil = 'x\r\nBcc: evil@x.example\r\n\r\nbody\u2028y\u0000';
    const mail = { subject: evil, messageId: `<1@x.example>${evil}`, headers: { 'In-Reply-To': evil } };
    expect(await send(port, {}, { mail })).toEqual({ kind: 'accepted' });
    const [head] = received.mails[0].split('\r\n\r\n');
    expect(head).not.toMatch(/^bcc:/im);
    expect(head.match(/^from:/gim)).toHaveLength(1);
  });
});
