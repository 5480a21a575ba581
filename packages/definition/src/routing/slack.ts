import type { Secret } from '@telltale/model';
import { given } from '../options/given.ts';
import type { WithUnknownKeys } from '../options/unknown-keys.ts';
import { unknownKeys } from '../options/unknown-keys.ts';

/** Posts to a Slack incoming webhook. */
export interface SlackDeclaration extends WithUnknownKeys {
  readonly kind: 'slack';
  readonly url: Secret;
  readonly channel?: string;
  readonly sendResolved: boolean;
}

/**
 * Declares a receiver that posts to a Slack incoming webhook. Its URL is a secret: it is named, by a variable
 * of the environment or a file, and never written. `sendResolved` is `true` by default.
 *
 * @example
 * ```ts
 * import { defineMonitoring, resolveDefinition, slack } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   receivers: { chat: slack({ url: { env: 'SLACK_URL' }, channel: '#shop' }) },
 * });
 * console.log(resolveDefinition(definition).receivers[0].kind); // slack
 * ```
 */
export function slack(options: {
  readonly url: Secret;
  readonly channel?: string;
  readonly sendResolved?: boolean;
}): SlackDeclaration {
  const { url, channel, sendResolved = true } = given(options);
  return {
    kind: 'slack',
    url,
    ...(channel !== undefined && { channel }),
    sendResolved,
    ...unknownKeys(options, ['url', 'channel', 'sendResolved']),
  };
}
