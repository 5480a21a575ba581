import { createHash } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { distinguishedName } from './distinguished-name.ts';

/** Longer chains are not followed. */
const MAX_CHAIN = 16;

/** The zero of Go's time, which blackbox_exporter shows where no chain was verified. */
const NO_TIME_SECONDS = -62_135_596_800;

/** What a connection shows of its certificates. */
export interface CertificateFacts {
  /** When the first of the certificates that were sent expires, in seconds of Unix time. */
  readonly earliestExpirySeconds: number;
  /** When the chain expires that was verified. */
  readonly chainExpirySeconds: number;
  /** `TLS 1.3`. */
  readonly version: string;
  /** Labels that describe the certificate of the server itself. */
  readonly leaf: Readonly<Record<string, string>>;
}

/** Reads them after the handshake; `undefined` where the server has shown none. */
export function certificateFacts(socket: TLSSocket): CertificateFacts | undefined {
  // In this order: Node.js gives the other one nothing once this was asked for the sent chain.
  const chainExpirySeconds = socket.authorized ? verifiedExpiry(socket) : NO_TIME_SECONDS;
  const leaf = socket.getPeerX509Certificate();
  if (!leaf) return undefined;
  const sent = chainOf(
    leaf,
    ({ issuerCertificate }) => issuerCertificate,
    (one) => one.fingerprint256,
  );
  return {
    earliestExpirySeconds: Math.min(...sent.map(({ validTo }) => secondsOf(validTo))),
    chainExpirySeconds,
    version: (socket.getProtocol() ?? 'unknown').replace('TLSv', 'TLS '),
    leaf: leafLabels(leaf),
  };
}

/** The chain up to its authority, which need not have been sent. */
function verifiedExpiry(socket: TLSSocket): number {
  const leaf: DetailedPeerCertificate = socket.getPeerCertificate(true);
  const chain = chainOf(
    leaf,
    ({ issuerCertificate }) => issuerCertificate,
    (one) => one.fingerprint256,
  );
  return Math.min(...chain.map(({ valid_to: validTo }) => secondsOf(validTo)));
}

/** An authority is its own issuer. */
function chainOf<Certificate>(
  leaf: Certificate,
  issuerOf: (one: Certificate) => Certificate | undefined,
  keyOf: (one: Certificate) => string,
): readonly Certificate[] {
  const chain = new Map<string, Certificate>();
  let at: Certificate | undefined = leaf;
  while (at !== undefined && !chain.has(keyOf(at)) && chain.size < MAX_CHAIN) {
    chain.set(keyOf(at), at);
    at = issuerOf(at);
  }
  return [...chain.values()];
}

function leafLabels(leaf: X509Certificate): Readonly<Record<string, string>> {
  const { subject, issuer } = leaf.toLegacyObject();
  return {
    fingerprint_sha256: createHash('sha256').update(leaf.raw).digest('hex'),
    issuer: distinguishedName(issuer),
    subject: distinguishedName(subject),
    subjectalternative: dnsNames(leaf.subjectAltName ?? ''),
  };
}

/** Names of hosts, without addresses and others. A name with a comma is written in quotation marks, as it is in JSON. */
function dnsNames(text: string): string {
  const names = [...text.matchAll(/(?:^|, )DNS:("(?:[^"\\]|\\.)*"|[^,]*)/g)].map(([, name]) => name);
  return names.map((name) => (name.startsWith('"') ? unquoted(name) : name)).join(',');
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

function secondsOf(date: string): number {
  return Date.parse(date) / 1000;
}
