import type { Secret } from '@telltale/model';
import { given } from '../options/given.ts';
import type { WithUnknownKeys } from '../options/unknown-keys.ts';
import { unknownKeys } from '../options/unknown-keys.ts';

/** Opens PagerDuty incidents (Events API v2). */
export interface PagerDutyDeclaration extends WithUnknownKeys {
  readonly kind: 'pagerduty';
  readonly routingKey: Secret;
  readonly url?: string;
  readonly sendResolved: boolean;
}

/**
 * Declares a receiver that opens PagerDuty incidents. Its key is a secret: it is named, by a variable of the
 * environment or a file, and never written. `sendResolved` is `true` by default.
 *
 * @example
 * ```ts
 * import { defineMonitoring, pagerduty, resolveDefinition } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   receivers: { oncall: pagerduty({ routingKey: { file: '/run/secrets/pagerduty' } }) },
 * });
 * console.log(resolveDefinition(definition).receivers[0].kind); // pagerduty
 * ```
 */
export function pagerduty(options: {
  readonly routingKey: Secret;
  /** Of another region or a proxy; `https://events.pagerduty.com/v2/enqueue` by default. */
  readonly url?: string;
  readonly sendResolved?: boolean;
}): PagerDutyDeclaration {
  const { routingKey, url, sendResolved = true } = given(options);
  return {
    kind: 'pagerduty',
    routingKey,
    ...(url !== undefined && { url }),
    sendResolved,
    ...unknownKeys(options, ['routingKey', 'url', 'sendResolved']),
  };
}
