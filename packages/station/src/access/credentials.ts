import { readSecret } from '@telltale/alerting';
import type { ResolvedScrapeAccess } from '@telltale/definition';
import type { Secret } from '@telltale/model';

/** Headers that say who asks, by name in lower case. */
export type CredentialHeaders = Readonly<Record<string, string>>;

/**
 * The headers of an access: its own, and the one that says who asks. Secrets are read anew each time: they are
 * replaced while the station runs. Rejects, naming the variable or file, where there is none.
 *
 * @param url Names user and password where the access does not.
 */
export async function credentialHeaders(access: ResolvedScrapeAccess, url: URL): Promise<CredentialHeaders> {
  const headers: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(access.headers ?? {})) {
    headers[name.toLowerCase()] =
      typeof value === 'string' ? value : await secretText(value, `the header ${name}`);
  }
  const authorization = await authorizationOf(access, url);
  if (authorization !== undefined) headers['authorization'] = authorization;
  return headers;
}

async function authorizationOf(
  { authorization, basicAuth }: ResolvedScrapeAccess,
  { username, password }: URL,
): Promise<string | undefined> {
  if (authorization) return `Bearer ${await secretText(authorization, 'a token')}`;
  if (basicAuth) return basic(basicAuth.username, await secretText(basicAuth.password, 'a password'));
  if (username === '' && password === '') return undefined;
  return basic(plain(username), plain(password));
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function plain(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function secretText(secret: Secret, what: string): Promise<string> {
  try {
    return await readSecret(secret);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`the target asks for ${what}, and ${problem}`, { cause });
  }
}
