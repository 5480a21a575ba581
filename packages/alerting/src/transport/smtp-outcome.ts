import { TelltaleError } from '@telltale/model';
import { AddressRefused } from './address-guard.ts';
import type { MailOutcome } from './mail-transport.ts';

/** Codes of OpenSSL and Node: the server is not the one that was meant, and will not be in a minute. */
const CERTIFICATE_FAULT =
  /^(?:ERR_TLS_CERT|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(?:VERIFY|GET_ISSUER)|HOSTNAME_MISMATCH|INVALID_CA)/;

/** What a failed attempt to hand a mail over means. */
export function mailOutcomeOf(error: unknown): MailOutcome {
  if (!(error instanceof Error)) return temporary(String(error));
  // A forbidden address of the server, or a mail address that is none.
  if (error instanceof AddressRefused || error instanceof TelltaleError) return permanent(error.message);
  const certificate = certificateFaultOf(error);
  if (certificate !== undefined) return permanent(certificate);
  const code = textField(error, 'code');
  const status = numberField(error, 'responseCode');
  if (code === 'EAUTH') {
    // 454: the server cannot ask whoever knows the passwords.
    const isTemporary = status >= 400 && status < 500;
    return { kind: isTemporary ? 'temporary' : 'permanent', error: error.message, isAuthentication: true };
  }
  if (status >= 500) return permanent(error.message);
  if (status >= 400) return temporary(error.message);
  return code === 'ETLS' || code === 'EENVELOPE' || code === 'EMESSAGE'
    ? permanent(error.message)
    : temporary(error.message);
}

function certificateFaultOf(error: Error): string | undefined {
  for (let cause: unknown = error, depth = 0; cause instanceof Error && depth < 5; depth++) {
    const code = textField(cause, 'code');
    if (CERTIFICATE_FAULT.test(code))
      return `the certificate of the mail server is not trusted: ${cause.message}`;
    cause = cause.cause;
  }
  // nodemailer keeps the text of what went wrong, not always its code.
  return /certificate|altnames/i.test(error.message)
    ? `the certificate of the mail server is not trusted: ${error.message}`
    : undefined;
}

function permanent(error: string): MailOutcome {
  return { kind: 'permanent', error, isAuthentication: false };
}

function temporary(error: string): MailOutcome {
  return { kind: 'temporary', error, isAuthentication: false };
}

function textField(error: Error, name: string): string {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}

function numberField(error: Error, name: string): number {
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'number' ? value : 0;
}
