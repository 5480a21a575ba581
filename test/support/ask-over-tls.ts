import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { request } from 'node:https';
import type { SecureVersion, TLSSocket } from 'node:tls';
import type { CertificateFiles } from './certificates.ts';

/** How a test asks. */
export interface TlsQuestion {
  readonly caFile: string;
  /** Certificate that is shown. */
  readonly client?: CertificateFiles;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  readonly minVersion?: SecureVersion;
  readonly maxVersion?: SecureVersion;
  readonly ciphers?: string;
}

/** What came back, and by which certificate. */
export interface TlsAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Alternative names of the server's certificate. */
  readonly servedBy: string;
}

/** Asks over a connection of its own. */
export function askOverTls(url: string, question: TlsQuestion): Promise<TlsAnswer> {
  const { caFile, client, body, ...rest } = question;
  const material = {
    ca: readFileSync(caFile),
    ...(client && { cert: readFileSync(client.certFile), key: readFileSync(client.keyFile) }),
  };
  return new Promise((resolve, reject) => {
    const asked = request(url, { ...rest, ...material, agent: false }, (answer) => {
      const socket = asked.socket as TLSSocket;
      const { subjectaltname: servedBy = '' } = socket.getPeerCertificate();
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, servedBy }),
      );
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.end(body);
  });
}
