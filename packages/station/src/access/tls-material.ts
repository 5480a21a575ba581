import { readFile, stat } from 'node:fs/promises';
import type { SecureContext, SecureVersion } from 'node:tls';
import type { ResolvedScrapeTls } from '@telltale/definition';

/** What a connection needs of certificates; another object each time they have changed. */
export interface TlsMaterial {
  readonly secureContext: SecureContext;
  readonly servername?: string;
  readonly rejectUnauthorized: boolean;
}

/** The certificates of files, read anew when one of the files has changed. */
export class TlsFiles {
  readonly #tls: ResolvedScrapeTls;
  #stamp = '';
  #material: TlsMaterial | undefined;
  #reading: Promise<TlsMaterial> | undefined;

  constructor(tls: ResolvedScrapeTls) {
    this.#tls = tls;
  }

  /** Rejects, naming the file, where one cannot be read or does not hold what it should. */
  current(): Promise<TlsMaterial> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #read(): Promise<TlsMaterial> {
    const { caFile, certFile, keyFile } = this.#tls;
    const stamps = await Promise.all([caFile, certFile, keyFile].map(stampOf));
    const stamp = stamps.join(' ');
    if (this.#material === undefined || stamp !== this.#stamp) {
      this.#material = await load(this.#tls);
      this.#stamp = stamp;
    }
    return this.#material;
  }
}

async function load(tls: ResolvedScrapeTls): Promise<TlsMaterial> {
  const { caFile, certFile, keyFile, serverName, insecureSkipVerify = false, minVersion = 'TLSv1.2' } = tls;
  const [ca, cert, key] = await Promise.all([caFile, certFile, keyFile].map(contentOf));
  if (caFile !== undefined && !ca?.includes('-----BEGIN CERTIFICATE-----')) {
    throw new Error(`the file ${caFile} has no certificate in PEM`);
  }
  return {
    secureContext: await secureContext({ ca, cert, key, minVersion }, tls),
    ...(serverName !== undefined && { servername: serverName }),
    rejectUnauthorized: !insecureSkipVerify,
  };
}

interface PemTexts {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly minVersion: SecureVersion;
}

async function secureContext(texts: PemTexts, tls: ResolvedScrapeTls): Promise<SecureContext> {
  const { createSecureContext } = await import('node:tls');
  try {
    return createSecureContext(texts);
  } catch (cause) {
    const files = [tls.caFile, tls.certFile, tls.keyFile].filter((file) => file !== undefined);
    throw new Error(`the certificates of ${files.join(', ')} cannot be used together: ${reasonOf(cause)}`, {
      cause,
    });
  }
}

/** OpenSSL's own words, such as "key values mismatch"; they never have what stands in the files. */
function reasonOf(error: unknown): string {
  return error instanceof Error && 'reason' in error ? String(error.reason) : 'they are not well formed';
}

async function stampOf(file: string | undefined): Promise<string> {
  if (file === undefined) return '';
  const { mtimeMs, size, ino } = await readable(file, () => stat(file));
  return `${mtimeMs}:${size}:${ino}`;
}

async function contentOf(file: string | undefined): Promise<string | undefined> {
  return file === undefined ? undefined : readable(file, () => readFile(file, 'utf8'));
}

async function readable<Result>(file: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    throw new Error(`the file ${file} of a certificate or key cannot be read`, { cause });
  }
}
