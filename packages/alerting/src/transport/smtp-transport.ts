import { connect, isIP } from 'node:net';
import type { Socket } from 'node:net';
import { parseMailAddress } from '@telltale/model';
import type { SendMailOptions } from 'nodemailer';
import type { AddressGuard } from './address-guard.ts';
import { createAddressGuard } from './address-guard.ts';
import type { MailMessage, MailOutcome, MailServer, MailTransport } from './mail-transport.ts';
import { mailOutcomeOf } from './smtp-outcome.ts';

/** What {@link createSmtpTransport} takes. */
export interface SmtpTransportOptions {
  /** Default: all addresses but link-local ones and those of cloud metadata. */
  readonly addresses?: AddressGuard;
}

/** Longer replies end the connection. */
const MAX_RESPONSE_BYTES = 64 * 1024;
const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;
/** Header lines may hold no more; a label can be longer. */
const MAX_SUBJECT_LENGTH = 500;

/**
 * Hands mails over by SMTP, a connection for each. Addresses are read strictly before the mail program sees
 * them, and no header can hold a line end. A password is sent over TLS only, or within this machine.
 */
export function createSmtpTransport({
  addresses = createAddressGuard(),
}: SmtpTransportOptions = {}): MailTransport {
  return {
    send: async (mail, server, { timeoutMs, signal }) => {
      const deadline = AbortSignal.timeout(timeoutMs);
      try {
        await sendMail(mail, server, { addresses, timeoutMs, signal: AbortSignal.any([deadline, signal]) });
        return { kind: 'accepted' };
      } catch (error) {
        if (signal.aborted) return { kind: 'temporary', error: 'aborted', isAuthentication: false };
        return deadline.aborted ? noAnswer(timeoutMs) : mailOutcomeOf(error);
      }
    },
  };
}

interface SendOptions {
  readonly addresses: AddressGuard;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

async function sendMail(mail: MailMessage, server: MailServer, options: SendOptions): Promise<void> {
  const message = messageOf(mail);
  // Only here: its forty files make every start longer, and most stations send no mail.
  const { createTransport } = await import('nodemailer');
  const socket = await connectTo(server, options);
  const settings = connectionOf(server, socket, options.timeoutMs);
  const connection = createTransport(settings);
  // Whatever the mail program waits for ends with the socket.
  const end = (): void => void socket.destroy(new Error('ended'));
  options.signal.addEventListener('abort', end, { once: true });
  try {
    const { rejected, rejectedErrors } = await connection.sendMail(message);
    // Some got it, and will get it twice; of the others nobody would know.
    if (rejected.length > 0) throw rejectedErrors?.[0] ?? new Error(`not taken for ${rejected.join(', ')}`);
  } finally {
    options.signal.removeEventListener('abort', end);
    connection.close();
    socket.destroy();
  }
}

function connectTo({ host, port }: MailServer, { addresses, signal }: SendOptions): Promise<Socket> {
  addresses.checkHost(host);
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, lookup: addresses.lookup });
    const stop = (): void => void socket.destroy(new Error('ended'));
    signal.addEventListener('abort', stop, { once: true });
    const settle = (): void => {
      signal.removeEventListener('abort', stop);
      socket.removeListener('error', fail);
    };
    const fail = (error: Error): void => {
      settle();
      reject(error);
    };
    socket.once('error', fail);
    socket.once('connect', () => {
      settle();
      resolve(socket);
    });
  });
}

function connectionOf(server: MailServer, socket: Socket, timeoutMs: number) {
  const { host, port, tls, ca, username, password } = server;
  const isHere = LOOPBACK.test(socket.remoteAddress ?? '');
  const needsTls = tls === 'required' || (tls === 'opportunistic' && username !== undefined && !isHere);
  return {
    host,
    port,
    connection: socket,
    secure: tls === 'implicit',
    requireTLS: needsTls,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    maxResponseSize: MAX_RESPONSE_BYTES,
    disableFileAccess: true,
    disableUrlAccess: true,
    tls: {
      ...(isIP(host) === 0 && { servername: host }),
      ...(ca !== undefined && { ca }),
      // Who takes no TLS takes TLS with anybody, too: it is no worse.
      rejectUnauthorized: tls === 'implicit' || needsTls || ca !== undefined,
    },
    ...(username !== undefined && { auth: { user: username, pass: password ?? '' } }),
  };
}

/** The message for the mail program; throws for an address that is none. */
function messageOf(mail: MailMessage): SendMailOptions {
  const from = parseMailAddress(mail.from);
  const to = mail.to.map(parseMailAddress);
  if (to.length === 0) throw new Error('the mail has no address to go to');
  return {
    envelope: { from: from.address, to: to.map(({ address }) => address) },
    from,
    to,
    subject: singleLine(mail.subject).slice(0, MAX_SUBJECT_LENGTH).toWellFormed(),
    ...(mail.text !== undefined && { text: mail.text.toWellFormed() }),
    ...(mail.html !== undefined && { html: mail.html.toWellFormed() }),
    textEncoding: 'quoted-printable',
    headers: Object.fromEntries(
      Object.entries(mail.headers).map(([name, value]) => [singleLine(name), singleLine(value)]),
    ),
    messageId: singleLine(mail.messageId),
    date: new Date(mail.dateMs),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function singleLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

function noAnswer(timeoutMs: number): MailOutcome {
  return {
    kind: 'temporary',
    error: `the mail server did not finish within ${timeoutMs} ms`,
    isAuthentication: false,
  };
}
