import { createTransport } from 'nodemailer';
import type { MailMessage, MailOutcome, MailServer, MailTransport } from './mail-transport.ts';

/** Hands mails over by SMTP, a connection for each. */
export function createSmtpTransport(): MailTransport {
  return {
    send: async (mail, server, { timeoutMs }) => {
      const connection = createTransport(connectionOf(server, timeoutMs));
      try {
        await connection.sendMail(messageOf(mail));
        return { kind: 'accepted' };
      } catch (error) {
        return outcomeOf(error);
      } finally {
        connection.close();
      }
    },
  };
}

function connectionOf({ host, port, tls, ca, username, password }: MailServer, timeoutMs: number) {
  return {
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'required',
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    ...(ca !== undefined && { tls: { ca } }),
    ...(username !== undefined && { auth: { user: username, pass: password ?? '' } }),
  };
}

function messageOf({ from, to, subject, text, html, headers, messageId, dateMs }: MailMessage) {
  return { from, to: [...to], subject, text, html, headers, messageId, date: new Date(dateMs) };
}

function outcomeOf(error: unknown): MailOutcome {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : 0;
  return { kind: code >= 500 ? 'permanent' : 'temporary', error: message, isAuthentication: code === 535 };
}
