import type { PeerCertificate, TLSSocket } from 'node:tls';

/** Why a client is not answered that has to show a certificate. */
export type ClientFaultReason =
  | 'no_certificate'
  | 'expired'
  | 'not_valid_yet'
  | 'unknown_authority'
  | 'wrong_name'
  | 'invalid_certificate';

/** What is wrong with a client's certificate. */
export interface ClientFault {
  readonly reason: ClientFaultReason;
  /** For people; of the certificate it has the names, in quotes. */
  readonly message: string;
}

/** OpenSSL's codes for certificates that it cannot follow to an authority that is trusted. */
const UNKNOWN_AUTHORITY: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
]);
/** More of what a stranger wrote into a certificate is not repeated. */
const MAX_NAMES = 200;

/**
 * What is wrong with the certificate that a client has shown. The station's own certificate is always right: who
 * has its key is the station itself, which reads its own metrics.
 *
 * @param names Names of which a client's certificate must have one; any where absent.
 */
export function clientFault(socket: TLSSocket, names?: readonly string[]): ClientFault | undefined {
  const certificate: PeerCertificate | undefined = socket.getPeerCertificate();
  if (!certificate?.raw) {
    return {
      reason: 'no_certificate',
      message: 'this station asks for a client certificate: none was shown',
    };
  }
  if (isOwn(certificate, socket)) return undefined;
  if (!socket.authorized) return refusal(String(socket.authorizationError), certificate);
  if (!names || namesOf(certificate).some((name) => names.includes(name))) return undefined;
  return {
    reason: 'wrong_name',
    message: `the client certificate has none of the names that are let in: ${shownNames(certificate)}`,
  };
}

function isOwn({ raw }: PeerCertificate, socket: TLSSocket): boolean {
  const own = socket.getCertificate();
  return own !== null && 'raw' in own && raw.equals(own.raw);
}

function refusal(code: string, certificate: PeerCertificate): ClientFault {
  const shown = shownNames(certificate);
  if (code === 'CERT_HAS_EXPIRED')
    return { reason: 'expired', message: `the client certificate has expired: ${shown}` };
  if (code === 'CERT_NOT_YET_VALID')
    return { reason: 'not_valid_yet', message: `the client certificate is not valid yet: ${shown}` };
  if (UNKNOWN_AUTHORITY.has(code)) {
    const message = `the client certificate is of an authority that is not trusted here: ${shown}`;
    return { reason: 'unknown_authority', message };
  }
  return { reason: 'invalid_certificate', message: `the client certificate is refused (${code}): ${shown}` };
}

/** The alternative names without their kinds. */
function namesOf({ subjectaltname = '' }: PeerCertificate): readonly string[] {
  return subjectaltname.split(', ').map((name) => name.replace(/^(?:DNS|URI|email|IP Address):/, ''));
}

function shownNames({ subjectaltname = '', subject }: PeerCertificate): string {
  const text = subjectaltname || `CN=${String(subject?.CN ?? '')}`;
  return JSON.stringify(text.length <= MAX_NAMES ? text : `${text.slice(0, MAX_NAMES)}…`);
}
