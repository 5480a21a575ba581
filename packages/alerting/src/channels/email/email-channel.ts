import type { EmailReceiver } from '@telltale/model';
import { redactSecrets } from '../../secrets/redact-secrets.ts';
import type { MailMessage, MailOutcome, MailServer } from '../../transport/mail-transport.ts';
import type { Channel, ChannelServices, SendAttempt, SendOutcome } from '../channel.ts';
import { refused } from '../post-message.ts';
import { mailComposer } from './mail-composition.ts';
import { mailServerOf, parseSmarthost } from './mail-server.ts';
import { parseStoredMail } from './stored-mail.ts';

/**
 * Sends mails over SMTP.
 *
 * @throws TelltaleError `TT_DEFINITION_INVALID` for an address or a mail server that is none, or a template
 * that cannot be read.
 */
export function createEmailChannel(receiver: EmailReceiver, services: ChannelServices): Channel {
  const address = parseSmarthost(receiver.smarthost);
  return {
    receiver,
    compose: mailComposer(receiver),
    send: async (message, attempt) => {
      const mail = parseStoredMail(message);
      if (!mail) return refused('the stored message is no mail');
      let server: MailServer;
      try {
        server = await mailServerOf(receiver, address, services.secrets);
      } catch (error) {
        return {
          kind: 'retry',
          reason: 'other',
          error: error instanceof Error ? error.message : String(error),
        };
      }
      return send(mail, server, attempt, services);
    },
  };
}

async function send(
  mail: MailMessage,
  server: MailServer,
  { timeoutMs, signal }: SendAttempt,
  services: ChannelServices,
): Promise<SendOutcome> {
  const outcome = await services.mail.send(mail, server, { timeoutMs, signal });
  if (outcome.kind === 'accepted') return { kind: 'delivered' };
  return failureOf(outcome, signal, server.password);
}

function failureOf(
  outcome: Exclude<MailOutcome, { kind: 'accepted' }>,
  signal: AbortSignal,
  password: string | undefined,
): SendOutcome {
  const { kind, error, isAuthentication } = outcome;
  if (signal.aborted) return { kind: 'retry', reason: 'contextCanceled', error: 'aborted' };
  return {
    kind: kind === 'temporary' ? 'retry' : 'refused',
    reason: isAuthentication ? 'authError' : kind === 'temporary' ? 'serverError' : 'clientError',
    error: password === undefined ? error : redactSecrets(error, [password]),
  };
}
