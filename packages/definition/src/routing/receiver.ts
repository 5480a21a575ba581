import type { Secret } from '@telltale/model';
import { given } from '../options/given.ts';
import type { WithUnknownKeys } from '../options/unknown-keys.ts';
import { unknownKeys } from '../options/unknown-keys.ts';
import type { EmailDeclaration } from './email.ts';
import type { PagerDutyDeclaration } from './pagerduty.ts';
import type { SlackDeclaration } from './slack.ts';

/** What {@link webhook} takes. */
export interface WebhookOptions {
  /** An address; where whoever knows it can post there, a secret that is named and never written. */
  readonly url: string | Secret;
  /** Whether resolved alerts are sent too; yes by default. */
  readonly sendResolved?: boolean;
  /** Most alerts of a message; the others are counted. All by default. */
  readonly maxAlerts?: number;
  /** Token that is sent as `Authorization: Bearer`. */
  readonly authorization?: Secret;
  /** Key of the HMAC-SHA256 of the body that is sent as `X-Telltale-Signature: sha256=…`. */
  readonly signature?: Secret;
  /** Go template of the body, which must print JSON: how channels are told that have no function of their own. */
  readonly body?: string;
}

/** Posts Alertmanager's webhook payload to a URL, or a body of its own. */
export interface WebhookDeclaration extends WithUnknownKeys {
  readonly kind: 'webhook';
  readonly url: string | Secret;
  readonly sendResolved: boolean;
  readonly maxAlerts?: number;
  readonly authorization?: Secret;
  readonly signature?: Secret;
  readonly body?: string;
}

/** A declared receiver of any kind; the name is its key in the definition. */
export type ReceiverDeclaration =
  | WebhookDeclaration
  | SlackDeclaration
  | EmailDeclaration
  | PagerDutyDeclaration;

const OPTIONS = ['url', 'sendResolved', 'maxAlerts', 'authorization', 'signature', 'body'] as const;

/**
 * Declares a receiver that gets Alertmanager's webhook payload (version 4) by POST. `sendResolved` is
 * `true` by default.
 *
 * @example
 * ```ts
 * import { defineMonitoring, webhook } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   receivers: { ops: webhook({ url: 'http://127.0.0.1:9/alerts' }) },
 *   routes: { to: 'ops' },
 * });
 * console.log(definition.service); // shop
 * ```
 */
export function webhook(options: WebhookOptions): WebhookDeclaration {
  const { url, sendResolved = true, maxAlerts, authorization, signature, body } = given(options);
  return {
    kind: 'webhook',
    url,
    sendResolved,
    ...(maxAlerts !== undefined && { maxAlerts }),
    ...(authorization !== undefined && { authorization }),
    ...(signature !== undefined && { signature }),
    ...(body !== undefined && { body }),
    ...unknownKeys(options, OPTIONS),
  };
}
