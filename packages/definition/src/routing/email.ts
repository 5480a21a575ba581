import type { Secret } from '@telltale/model';
import { given } from '../options/given.ts';
import type { WithUnknownKeys } from '../options/unknown-keys.ts';
import { unknownKeys } from '../options/unknown-keys.ts';

/** Sends mail over SMTP. */
export interface EmailDeclaration extends WithUnknownKeys {
  readonly kind: 'email';
  readonly to: readonly string[];
  readonly from: string;
  readonly smarthost: string;
  readonly username?: string;
  readonly password?: Secret;
  readonly requireTls: boolean;
  readonly caFile?: string;
  readonly subject?: string;
  readonly text?: string;
  readonly html?: string;
  readonly sendResolved: boolean;
}

/** What {@link email} takes. */
export interface EmailOptions {
  /** One address or several. */
  readonly to: string | readonly string[];
  readonly from: string;
  /** `host:port` of the mail server. */
  readonly smarthost: string;
  readonly username?: string;
  /** Named by a variable of the environment or a file, never written. */
  readonly password?: Secret;
  /** Whether the mail server must speak TLS; yes by default. */
  readonly requireTls?: boolean;
  /** File with the certificate of the authority that signed the mail server's; those of the system by default. */
  readonly caFile?: string;
  /** Go template of the subject. */
  readonly subject?: string;
  /** Go template of the plain text. */
  readonly text?: string;
  /** Go template of the HTML; without it a mail with a `text` of its own has none. */
  readonly html?: string;
  /** Whether resolved alerts are sent too; yes by default. */
  readonly sendResolved?: boolean;
}

/**
 * Declares a receiver that sends mail over SMTP.
 *
 * @example
 * ```ts
 * import { defineMonitoring, email, resolveDefinition } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   receivers: {
 *     team: email({ to: 'team@shop.example', from: 'alerts@shop.example', smarthost: 'mail.shop.example:587' }),
 *   },
 * });
 * console.log(resolveDefinition(definition).receivers[0].kind); // email
 * ```
 */
export function email(options: EmailOptions): EmailDeclaration {
  const { to, from, smarthost, username, password, requireTls = true, sendResolved = true } = given(options);
  const { caFile, subject, text, html } = given(options);
  return {
    kind: 'email',
    to: typeof to === 'string' ? [to] : to,
    from,
    smarthost,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    requireTls,
    ...(caFile !== undefined && { caFile }),
    ...(subject !== undefined && { subject }),
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    sendResolved,
    ...unknownKeys(options, [
      'to',
      'from',
      'smarthost',
      'username',
      'password',
      'requireTls',
      'caFile',
      'subject',
      'text',
      'html',
      'sendResolved',
    ]),
  };
}
