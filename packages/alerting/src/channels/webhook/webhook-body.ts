import type { JsonValue, WebhookReceiver } from '@telltale/model';
import type { Notification } from '../channel.ts';
import { compileMessageText, dataFor } from '../message-text.ts';

/** A webhook that takes more is one for something else. */
const MAX_BODY_LENGTH = 4 * 1024 * 1024;

/**
 * Prepares the body of a receiver's own template. Where it prints no JSON, there is nothing to send, and the
 * message says why: `{ fault }`. No other body stands in, because whoever reads it expects this form.
 *
 * @throws TelltaleError `TT_DEFINITION_INVALID` for a text that is no template.
 */
export function compileWebhookBody(
  receiver: WebhookReceiver,
  template: string,
): (notification: Notification) => JsonValue {
  const options = {
    receiver,
    field: 'body',
    standard: '',
    escape: 'none',
    maxLength: MAX_BODY_LENGTH,
  } as const;
  const render = compileMessageText({ ...options, template });
  return (notification) => {
    const { text, fault } = render(dataFor(receiver, notification));
    if (fault !== '') return { fault: `the template of the message failed: ${fault}` };
    try {
      JSON.parse(text);
      return text;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { fault: `the template \`body\` printed no JSON: ${reason}` };
    }
  };
}
