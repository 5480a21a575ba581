import type { StackSecret } from '../secrets/stack-secret.ts';

/** Certificate and key of the proxy, and who may pass. */
export const PROXY_TLS: StackSecret = {
  name: 'proxy_tls',
  purpose: 'certificate and key of the proxy, one behind the other as PEM',
  command: 'openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj /CN=monitoring -keyout - -out -',
};

/** Users of the proxy with hashes of their passwords. */
export const PROXY_USERS: StackSecret = {
  name: 'proxy_users',
  purpose: 'who may pass the proxy: `user:hash` lines as `htpasswd` writes them',
  command: `printf 'ops:%s\\n' "$(openssl passwd -6)"`,
};

/** What the proxy is given. */
export const PROXY_SECRETS: readonly StackSecret[] = [PROXY_TLS, PROXY_USERS];
