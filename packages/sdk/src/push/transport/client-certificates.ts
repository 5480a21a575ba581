import { readFileSync, statSync } from 'node:fs';
import type { SecureContext } from 'node:tls';
import { nodeTls } from '../../platform/node-modules.ts';

/** The variables that OpenTelemetry has for certificates, each with the name of a file in PEM. */
const VARIABLES = {
  /** Authorities that are trusted in place of those of the system. */
  ca: 'OTEL_EXPORTER_OTLP_CERTIFICATE',
  /** Certificate that is shown to who asks for one. */
  cert: 'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE',
  key: 'OTEL_EXPORTER_OTLP_CLIENT_KEY',
} as const;

/** Certificates that cannot be used now; they may be in a moment, as while they are replaced. */
export class CertificateFault extends Error {}

/** The certificates that the environment names for what is sent over TLS, read anew where a file has changed. */
export class ClientCertificates {
  readonly #variables: Readonly<Record<string, string | undefined>>;
  #stamp = '';
  #context: SecureContext | undefined;

  constructor(variables: Readonly<Record<string, string | undefined>> = process.env) {
    this.#variables = variables;
  }

  /**
   * `undefined` where the environment names none.
   *
   * @throws CertificateFault naming the variable where a file cannot be used.
   */
  current(): SecureContext | undefined {
    const named = Object.entries(VARIABLES).flatMap(([option, variable]) => {
      const file = this.#variables[variable];
      return file === undefined || file === '' ? [] : [{ option, variable, file }];
    });
    if (named.length === 0) return undefined;
    const stamp = named.map(({ variable, file }) => tried(variable, () => stampOf(file))).join(' ');
    if (this.#context && stamp === this.#stamp) return this.#context;
    const texts = named.map(({ option, variable, file }) => [
      option,
      tried(variable, () => readFileSync(file, 'utf8')),
    ]);
    const variables = named.map(({ variable }) => variable).join(', ');
    this.#context = tried(variables, () => nodeTls().createSecureContext(Object.fromEntries(texts)));
    this.#stamp = stamp;
    return this.#context;
  }
}

function stampOf(file: string): string {
  const { mtimeMs, size, ino } = statSync(file);
  return `${mtimeMs}:${size}:${ino}`;
}

function tried<Result>(variables: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    throw new CertificateFault(`what ${variables} names cannot be used`, { cause });
  }
}
