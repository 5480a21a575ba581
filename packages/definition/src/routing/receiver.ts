import { given } from '../options/given.ts';
import type { WithUnknownKeys } from '../options/unknown-keys.ts';
import { unknownKeys } from '../options/unknown-keys.ts';
import type { EmailDeclaration } from './email.ts';
import type { PagerDutyDeclaration } from './pagerduty.ts';
import type { SlackDeclaration } from './slack.ts';

/** Posts Alertmanager's webhook payload to a URL. */
export interface WebhookDeclaration extends WithUnknownKeys {
  readonly kind: 'webhook';
  readonly url: string;
  readonly sendResolved: boolean;
}

/** A declared receiver of any kind; the name is its key in the definition. */
export type ReceiverDeclaration =
  | WebhookDeclaration
  | SlackDeclaration
  | EmailDeclaration
  | PagerDutyDeclaration;

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
export function webhook(options: {
  readonly url: string;
  readonly sendResolved?: boolean;
}): WebhookDeclaration {
  const { url, sendResolved = true } = given(options);
  return { kind: 'webhook', url, sendResolved, ...unknownKeys(options, ['url', 'sendResolved']) };
}
