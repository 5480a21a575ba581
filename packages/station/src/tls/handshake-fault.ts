/** Why a connection came to no TLS. */
export type HandshakeFaultReason =
  | 'plain_http'
  | 'no_tls'
  | 'old_version'
  | 'own_certificate_refused'
  | 'closed'
  | 'timeout'
  | 'other';

/** What went wrong while a connection was made. */
export interface HandshakeFault {
  readonly reason: HandshakeFaultReason;
  readonly message: string;
}

const PLAIN_HTTP = {
  reason: 'plain_http',
  message: 'it speaks HTTP without TLS: its address needs https://',
} as const;
const NO_TLS = { reason: 'no_tls', message: 'it does not speak TLS' } as const;
const OLD_VERSION = {
  reason: 'old_version',
  message: 'it speaks no version of TLS from 1.2 on, or none of the ciphers',
} as const;
const OWN_REFUSED = {
  reason: 'own_certificate_refused',
  message:
    "it does not trust the station's certificate: give it the authority, or a certificate of its own name",
} as const;
const CLOSED = {
  reason: 'closed',
  message: 'it closed the connection before TLS was agreed on, as clients do that do not trust a certificate',
} as const;

/** What the codes of OpenSSL and of Node.js mean. */
const CODES: Readonly<Record<string, HandshakeFault>> = {
  ERR_SSL_HTTP_REQUEST: PLAIN_HTTP,
  ERR_SSL_WRONG_VERSION_NUMBER: NO_TLS,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: NO_TLS,
  ERR_SSL_UNSUPPORTED_PROTOCOL: OLD_VERSION,
  ERR_SSL_VERSION_TOO_LOW: OLD_VERSION,
  ERR_SSL_NO_SHARED_CIPHER: OLD_VERSION,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: OWN_REFUSED,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: OWN_REFUSED,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: OWN_REFUSED,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: OWN_REFUSED,
  ERR_SSL_TLSV1_ALERT_ACCESS_DENIED: OWN_REFUSED,
  ECONNRESET: CLOSED,
  EPIPE: CLOSED,
  ERR_TLS_HANDSHAKE_TIMEOUT: {
    reason: 'timeout',
    message: 'it did not come to an agreement about TLS in time',
  },
};

/** Says why a handshake failed. What the other side has sent is not repeated. */
export function handshakeFault(error: NodeJS.ErrnoException): HandshakeFault {
  const { code = '' } = error;
  if (Object.hasOwn(CODES, code)) return CODES[code];
  return { reason: 'other', message: /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'the handshake failed' };
}
