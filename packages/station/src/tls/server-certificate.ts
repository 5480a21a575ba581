import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { SecureContextOptions } from 'node:tls';
import { createSecureContext } from 'node:tls';
import type { ResolvedStationTls } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';

/** From when to when a certificate counts, as Unix time. */
export interface Validity {
  readonly startMs: number;
  readonly endMs: number;
}

/** Certificate, key and authorities of clients, as they were read together. */
export interface CertificateMaterial {
  readonly context: SecureContextOptions;
  readonly validity: Validity;
}

/** The files of a server's certificate, read anew when one of them has changed. */
export class ServerCertificate {
  readonly #files: readonly string[];
  readonly #tls: ResolvedStationTls;
  #stamp: string;
  #material: CertificateMaterial;

  /** @throws TelltaleError TT_FILE_READ or TT_FILE_FORMAT, naming the file */
  constructor(tls: ResolvedStationTls) {
    const { certFile, keyFile, clientCaFile } = tls;
    this.#files = [certFile, keyFile, ...(clientCaFile === undefined ? [] : [clientCaFile])];
    this.#tls = tls;
    this.#stamp = this.#stampNow();
    this.#material = load(tls);
  }

  get material(): CertificateMaterial {
    return this.#material;
  }

  /**
   * Reads files that have changed. What cannot be used, as while one file of two is written, leaves everything as it
   * was; the next change is tried again.
   *
   * @returns whether there is another certificate
   * @throws TelltaleError TT_FILE_READ or TT_FILE_FORMAT, once for each change
   */
  refresh(): boolean {
    const stamp = this.#stampNow();
    if (stamp === this.#stamp) return false;
    this.#stamp = stamp;
    this.#material = load(this.#tls);
    return true;
  }

  /** Files that are away for a moment, while they are replaced, have a stamp as well. */
  #stampNow(): string {
    return this.#files
      .map((file) => {
        const { mtimeMs, size, ino } = statSync(file, { throwIfNoEntry: false }) ?? {};
        return `${mtimeMs}:${size}:${ino}`;
      })
      .join(' ');
  }
}

function load({ certFile, keyFile, clientCaFile }: ResolvedStationTls): CertificateMaterial {
  const cert = pemOf(certFile, /-----BEGIN CERTIFICATE-----/, 'certificate');
  const key = pemOf(keyFile, /-----BEGIN (?:\w+ )?PRIVATE KEY-----/, 'private key');
  const ca =
    clientCaFile === undefined
      ? undefined
      : pemOf(clientCaFile, /-----BEGIN CERTIFICATE-----/, 'certificate');
  const context = { cert, key, ...(ca !== undefined && { ca }), minVersion: 'TLSv1.2' } as const;
  try {
    createSecureContext(context);
    const { validFromDate, validToDate } = new X509Certificate(cert);
    return { context, validity: { startMs: validFromDate.getTime(), endMs: validToDate.getTime() } };
  } catch (cause) {
    const reason =
      cause instanceof Error && 'reason' in cause ? String(cause.reason) : 'they are not well formed';
    throw new TelltaleError(
      'TT_FILE_FORMAT',
      `the certificates of ${[certFile, keyFile, clientCaFile].filter(Boolean).join(', ')} cannot be used together: ${reason}`,
      { cause },
    );
  }
}

function pemOf(file: string, form: RegExp, what: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TelltaleError('TT_FILE_READ', `${file} cannot be read, which should hold a ${what}`, { cause });
  }
  if (form.test(text)) return text;
  throw new TelltaleError('TT_FILE_FORMAT', `${file} has no ${what} in PEM`);
}
