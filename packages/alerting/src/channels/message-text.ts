import { TemplateError } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import type { Receiver } from '@telltale/model';
import { compileNotificationTemplate } from '../templates/notification/notification-template.ts';
import type {
  NotificationEscape,
  NotificationTemplate,
} from '../templates/notification/notification-template.ts';
import { createNotificationData } from '../templates/notification/notification-data.ts';
import type { NotificationData } from '../templates/notification/notification-data.ts';
import type { Notification } from './channel.ts';

/** What {@link compileMessageText} takes. */
export interface MessageTextOptions {
  readonly receiver: Receiver;
  /** The field of the receiver that may hold a template. */
  readonly field: string;
  /** The receiver's own template. */
  readonly template: string | undefined;
  /** The template without one of its own. */
  readonly standard: string;
  readonly escape: NotificationEscape;
  /** In UTF-16 code units. */
  readonly maxLength: number;
  /** Cuts a text that is longer. Default: after a whole character, with an ellipsis. */
  readonly cut?: (text: string, maxLength: number) => string;
}

/** A part of a message. */
export interface MessageText {
  readonly text: string;
  /** How many alerts did not fit. */
  readonly omitted: number;
  /** Why the receiver's own template could not be rendered, and the standard one stands in; empty where it could. */
  readonly fault: string;
}

/** Renders a part of a message. */
export type MessageTextRenderer = (data: NotificationData) => MessageText;

/** So many alerts nobody reads, but a text with all of them may be too long to be sent. */
const MOST_TRIED = 256;

/**
 * Prepares a part of a message. A template that fails on some alerts gives way to the standard one, because
 * an alert told in other words is better than none; so many alerts are shown as fit.
 *
 * @throws TelltaleError `TT_DEFINITION_INVALID` for a text that is no template.
 */
export function compileMessageText(options: MessageTextOptions): MessageTextRenderer {
  const standard = compileNotificationTemplate(options.standard, options.escape);
  const own = options.template === undefined ? undefined : compileOwn(options, options.template);
  return (data) => {
    if (!own) return { ...renderFitting(standard, data, options), fault: '' };
    try {
      return { ...renderFitting(own, data, options), fault: '' };
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      return { ...renderFitting(standard, data, options), fault: `${options.field}: ${error.message}` };
    }
  };
}

/** What a reader has to know of a part of a message that is not as it was meant: a line for each. */
export function notesOn({ omitted, fault }: MessageText, otherFault = ''): readonly string[] {
  return [
    ...(omitted > 0 ? [`… and ${omitted} more alerts`] : []),
    ...[otherFault, fault].filter(Boolean).map((reason) => `(template failed: ${reason})`),
  ];
}

/** What templates are rendered with for a receiver. */
export function dataFor(receiver: Receiver, notification: Notification): NotificationData {
  return createNotificationData({ ...notification, receiver: receiver.name });
}

function compileOwn({ receiver, field, escape }: MessageTextOptions, template: string): NotificationTemplate {
  try {
    return compileNotificationTemplate(template, escape);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new TelltaleError(
      'TT_DEFINITION_INVALID',
      `The template \`${field}\` of the receiver ${JSON.stringify(receiver.name)} cannot be read: ${error.message}.`,
      { fix: 'Templates are those of Alertmanager, such as {{ .CommonLabels.alertname }}.', cause: error },
    );
  }
}

/** Renders with all alerts, or with fewer and fewer until the text is short enough. */
function renderFitting(
  template: NotificationTemplate,
  data: NotificationData,
  { maxLength, cut = cutText }: MessageTextOptions,
): Omit<MessageText, 'fault'> {
  const count = data.alertCount;
  for (let shown = count; ; shown = Math.min(MOST_TRIED, shown >> 1)) {
    try {
      // One more than fits tells a text that fits exactly from one that was cut.
      const text = template.render(data, shown, maxLength + 1);
      if (text.length <= maxLength) return { text, omitted: count - shown };
      if (shown <= 1) return { text: cut(text, maxLength), omitted: count - shown };
    } catch (error) {
      // Too many alerts may be too many steps.
      if (shown <= 1 || !(error instanceof TemplateError)) throw error;
    }
  }
}

function cutText(text: string, maxLength: number): string {
  return `${text.slice(0, maxLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
