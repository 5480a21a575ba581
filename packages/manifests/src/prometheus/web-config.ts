import { printYamlDocument } from '@telltale/formats';
import type { WebOptions } from '../generate-options.ts';

/** How to make a hash for `--web-user`. */
const ABOUT = [
  'Passwords are bcrypt hashes: htpasswd -nBC 10 NAME, then telltale gen prometheus --web-user NAME:HASH.',
];

/**
 * The text of Prometheus' web configuration: who may ask, and over what. Without users and
 * certificates it keeps browsers from embedding the pages, and nothing else.
 */
export function webConfig({ users = {}, tls }: WebOptions, header: readonly string[]): string {
  const document = {
    tls_server_config: tls && { cert_file: tls.certFile, key_file: tls.keyFile, min_version: 'TLS12' },
    http_server_config: {
      headers: { 'X-Content-Type-Options': 'nosniff', 'X-Frame-Options': 'deny' },
    },
    basic_auth_users: Object.keys(users).length === 0 ? undefined : users,
  };
  return printYamlDocument(document, [...header, ...ABOUT]);
}
