import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of a certificate and its key, in PEM. */
export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** What a certificate says. */
export interface CertificateOptions {
  /** As OpenSSL writes it: `DNS:localhost`, `IP:127.0.0.1`. */
  readonly name: string;
  /** Negative for one that has expired. */
  readonly days?: number;
}

/** An authority for tests. */
export interface CertificateAuthority {
  readonly caFile: string;
  issue(options: CertificateOptions): CertificateFiles;
}

const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** Creates an authority by `openssl`, whose files stand in the folder. */
export function createAuthority(folder: string, name = 'authority'): CertificateAuthority {
  const caFile = join(folder, `${name}.pem`);
  const caKeyFile = join(folder, `${name}.key`);
  openssl('req', '-x509', ...KEY, '-days', '2', '-subj', `/CN=${name}`, '-keyout', caKeyFile, '-out', caFile);
  let issued = 0;
  return {
    caFile,
    issue: ({ name: subject, days = 1 }) => {
      const path = join(folder, `${name}-${++issued}`);
      const [request, certFile, keyFile] = [`${path}.csr`, `${path}.pem`, `${path}.key`];
      const altName = ['-addext', `subjectAltName=${subject}`];
      openssl('req', '-new', ...KEY, '-subj', '/CN=leaf', ...altName, '-keyout', keyFile, '-out', request);
      const signing = ['-CA', caFile, '-CAkey', caKeyFile, '-CAcreateserial', '-copy_extensions', 'copy'];
      openssl('x509', '-req', '-in', request, ...signing, '-days', String(days), '-out', certFile);
      return { certFile, keyFile };
    },
  };
}

/** Puts the certificate in the place of another, as its renewal does. */
export function replaceCertificate(place: CertificateFiles, by: CertificateFiles): void {
  writeFileSync(place.certFile, readFileSync(by.certFile));
  writeFileSync(place.keyFile, readFileSync(by.keyFile));
}

function openssl(...args: readonly string[]): void {
  execFileSync('openssl', args, { stdio: 'ignore' });
}
