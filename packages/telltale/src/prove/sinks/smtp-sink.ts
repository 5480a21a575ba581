import type { AddressInfo } from 'node:net';
import type { JsonValue } from '@telltale/model';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { formatFaults } from './fault.ts';
import { mailFaults } from './mail-contract.ts';
import type { ReceivedMail } from './mail-contract.ts';
import type { Certificate } from './self-signed-certificate.ts';
import { recordMessage } from './sink-record.ts';
import type { SinkRecord } from './sink-record.ts';

/** A mail server on 127.0.0.1 that takes nothing but correct mails, over STARTTLS and after a log-in. */
export interface SmtpSink {
  readonly port: number;
  /** Lets a user log in; the user's mails are those of the receiver. */
  addUser(name: string, user: { readonly password: string; readonly receiver: string }): void;
  close(): Promise<void>;
}

/** The limit of widely used mail services. */
const MAX_MAIL_BYTES = 25 * 1024 * 1024;
const SMTP_AUTH = 'https://www.rfc-editor.org/rfc/rfc4954#section-6';

/** Starts the server on a free port. */
export async function startSmtpSink(
  record: SinkRecord,
  { certificate, key }: Certificate,
): Promise<SmtpSink> {
  const users = new Map<string, { readonly password: string; readonly receiver: string }>();
  const receiverOf = ({ user }: SMTPServerSession): string => users.get(String(user))?.receiver ?? '';
  const takeMail = async (
    stream: SMTPServerDataStream,
    session: SMTPServerSession,
  ): Promise<Error | null> => {
    const mail = await receiveMail(stream, session);
    const faults = mailFaults(mail);
    const answer = faults.length === 0 ? 'SMTP 250' : 'SMTP 554';
    const message = {
      receiver: receiverOf(session),
      kind: 'email',
      payload: payloadOf(mail),
      answer,
    } as const;
    recordMessage(record, message, faults);
    return faults.length === 0 ? null : rejection(554, formatFaults(faults));
  };
  const server = new SMTPServer({
    cert: certificate,
    key,
    authMethods: ['PLAIN', 'LOGIN', 'CRAM-MD5'],
    size: MAX_MAIL_BYTES,
    disableReverseLookup: true,
    // Others on this machine may connect too: their mistakes are answered, not printed.
    logger: false,
    onAuth: (auth, _session, callback) => {
      const { username = '', password } = auth;
      const wanted = users.get(username)?.password ?? '';
      // CRAM-MD5 tells no password.
      const isRight = password === undefined ? auth.validatePassword(wanted) : password === wanted;
      if (isRight && users.has(username)) callback(null, { user: username });
      else callback(rejection(535, `5.7.8 the user or the password is wrong (see ${SMTP_AUTH})`));
    },
    onData: async (stream, session, callback) => {
      // A connection that breaks off within a mail is none of the sender's faults to keep.
      callback(await takeMail(stream, session).catch((error: Error) => rejection(451, error.message)));
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // Connections that others break off; nothing is amiss here.
  server.on('error', () => undefined);
  // An address of a TCP server is never a path.
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    addUser: (name, user) => users.set(name, user),
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function receiveMail(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<ReceivedMail> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const { mailFrom, rcptTo } = session.envelope;
  return {
    raw: bytes.toString('latin1'),
    parsed: await PostalMime.parse(bytes),
    sender: mailFrom === false ? '' : mailFrom.address,
    recipients: rcptTo.map(({ address }) => address),
  };
}

/** What of a mail goes into reports. */
function payloadOf({ parsed }: ReceivedMail): JsonValue {
  const { from, to = [], subject = '', text = '', html = '', headers } = parsed;
  return {
    from: from?.address ?? '',
    to: to.map(({ address }) => address ?? ''),
    subject,
    text,
    html,
    headers: headers.map(({ originalKey, value }) => `${originalKey}: ${value}`),
  };
}

function rejection(responseCode: number, message: string): Error {
  // A reply is one line.
  return Object.assign(new Error(message.replace(/\s+/g, ' ')), { responseCode });
}
