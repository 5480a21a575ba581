import type { Secret } from '@telltale/model';
import { given } from '../options/given.ts';
import type { WithUnknownKeys } from '../options/unknown-keys.ts';
import { unknownKeys } from '../options/unknown-keys.ts';

/** Posts to a Slack incoming webhook. */
export interface SlackDeclaration extends WithUnknownKeys {
  readonly kind: 'slack';
  readonly url: Secret;
  readonly channel?: string;
  readonly title?: string;
  readonly text?: string;
  readonly sendResolved: boolean;
}

/** What {@link slack} takes. */
export interface SlackOptions {
  /** The webhook's URL, named by a variable of the environment or a file, never written. */
  readonly url: Secret;
  /** `#channel` or user; the webhook's own by default. */
  readonly channel?: string;
  /** Go template of the title. */
  readonly title?: string;
  /** Go template of the text. */
  readonly text?: string;
  /** Whether resolved alerts are sent too; yes by default. */
  readonly sendResolved?: boolean;
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
export function slack(options: SlackOptions): SlackDeclaration {
  const { url, channel, title, text, sendResolved = true } = given(options);
  return {
    kind: 'slack',
    url,
    ...(channel !== undefined && { channel }),
    ...(title !== undefined && { title }),
    ...(text !== undefined && { text }),
    sendResolved,
    ...unknownKeys(options, ['url', 'channel', 'title', 'text', 'sendResolved']),
  };
}
