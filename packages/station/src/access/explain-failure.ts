import { AddressRefused } from '@telltale/alerting';

/** More of what other programs say does not help. */
const MAX_TEXT = 300;

/** Pages are asked without TLS by their scheme, databases by having no `tls`. */
const NO_TLS = 'the server does not speak TLS at this port: ask it without (http://, or no tls)';

/** What the codes of connections mean. */
const CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused: nothing listens at this address',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name cannot be looked up now',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the network of the host',
  ECONNRESET: 'the connection was closed early',
  EPIPE: 'the connection was closed early',
  UND_ERR_SOCKET: 'the connection was closed early',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the connection was closed before the whole body was there',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_OVERFLOW: 'the headers of the answer are too large',
  HPE_HEADER_OVERFLOW: 'the headers of the answer are too large',
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  CERT_NOT_YET_VALID: 'the certificate of the server is not valid yet',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'the certificate of the server is signed by itself; name it as tls.caFile to trust it',
  SELF_SIGNED_CERT_IN_CHAIN:
    'the authority of the certificate is not trusted; name it as tls.caFile to trust it',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'the authority of the certificate is not known; name it as tls.caFile to trust it',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'the authority of the certificate is not known; name it as tls.caFile to trust it',
  UNABLE_TO_GET_ISSUER_CERT:
    'the authority of the certificate is not known; name it as tls.caFile to trust it',
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
  ERR_SSL_UNSUPPORTED_PROTOCOL: 'the server speaks no version of TLS that is allowed',
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: 'the server speaks no version of TLS that is allowed',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    'the server asks for a certificate: tls.certFile and tls.keyFile',
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA:
    'the server does not trust the authority of the certificate in tls.certFile',
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: 'the server refuses the certificate in tls.certFile',
  ERR_SSL_TLSV1_ALERT_ACCESS_DENIED: 'the server refuses the certificate in tls.certFile',
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE:
    'the server refuses the connection: it may ask for a certificate (tls.certFile) or other ciphers',
};

/** Says for people why no answer came. Tells neither the URL nor what was sent: both may have secrets. */
export function explainFailure(error: unknown): string {
  if (!(error instanceof Error)) return short(String(error));
  const refused = causesOf(error).find((cause) => cause instanceof AddressRefused);
  if (refused) return refused.message;
  const [coded] = causesOf(error).filter(({ code }) => code !== undefined && Object.hasOwn(CODES, code));
  if (coded?.code !== undefined) return CODES[coded.code];
  const name = causesOf(error).find(({ code }) => code === 'ERR_TLS_CERT_ALTNAME_INVALID');
  if (name) return short(`the certificate is for another host: ${name.message}`);
  const { code } = error as CodedError;
  if (code?.startsWith('HPE_')) return short(`the answer is no HTTP: ${error.message}`);
  return short(error.message);
}

type CodedError = Error & { readonly code?: string };

/** The error, what it was made of, and the first of several that came together. */
function causesOf(error: Error, depth = 4): readonly CodedError[] {
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  return inner instanceof Error && depth > 0 ? [error, ...causesOf(inner, depth - 1)] : [error];
}

function short(text: string): string {
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}…`;
}
