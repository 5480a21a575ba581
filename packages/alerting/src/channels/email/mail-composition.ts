import type { EmailReceiver, JsonValue } from '@telltale/model';
import { parseMailAddress } from '@telltale/model';
import type { NotificationData } from '../../templates/notification/notification-data.ts';
import type { Notification } from '../channel.ts';
import { compileMessageText, dataFor, notesOn } from '../message-text.ts';
import type { MessageTextRenderer } from '../message-text.ts';
import { mailThreadOf } from './mail-thread.ts';

/** A mail as the outbox keeps it. */
export type StoredMail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly messageId: string;
  readonly dateMs: number;
};

const MAX_SUBJECT_LENGTH = 200;
/** Widely used mail programs show the first 102 kB. */
const MAX_PART_LENGTH = 100_000;

/**
 * Prepares the mails of a receiver.
 *
 * @throws TelltaleError `TT_DEFINITION_INVALID` for a template that cannot be read, or an address that is none.
 */
export function mailComposer(receiver: EmailReceiver): (notification: Notification) => JsonValue {
  const { from, to } = receiver;
  for (const address of to) parseMailAddress(address);
  const sender = parseMailAddress(from).address;
  const domain = sender.slice(sender.lastIndexOf('@') + 1);
  const parts = partsOf(receiver);
  return (notification) => {
    const data = dataFor(receiver, notification);
    const subject = parts.subject(data);
    const { messageId, threadId } = mailThreadOf(notification, domain);
    return {
      from,
      to,
      subject: singleLine(subject.text),
      ...bodyOf(parts, data, subject.fault),
      headers: {
        'In-Reply-To': threadId,
        References: threadId,
        'Auto-Submitted': 'auto-generated',
        'X-Auto-Response-Suppress': 'All',
      },
      messageId,
      dateMs: notification.atMs,
    } satisfies StoredMail;
  };
}

interface MailParts {
  readonly subject: MessageTextRenderer;
  readonly text: MessageTextRenderer | undefined;
  readonly html: MessageTextRenderer | undefined;
}

/** A receiver with one body of its own gets no second one in other words. */
function partsOf(receiver: EmailReceiver): MailParts {
  const { subject, text, html } = receiver;
  const none = text === undefined && html === undefined;
  const options = { receiver, maxLength: MAX_PART_LENGTH };
  return {
    subject: compileMessageText({
      ...options,
      field: 'subject',
      template: subject,
      standard: '{{ template "telltale.title" . }}',
      escape: 'none',
      maxLength: MAX_SUBJECT_LENGTH,
    }),
    text:
      none || text !== undefined
        ? compileMessageText({
            ...options,
            field: 'text',
            template: text,
            standard: '{{ template "telltale.email.text" . }}',
            escape: 'none',
          })
        : undefined,
    html:
      none || html !== undefined
        ? compileMessageText({
            ...options,
            field: 'html',
            template: html,
            standard: '{{ template "telltale.email.html" . }}',
            escape: 'html',
          })
        : undefined,
  };
}

function bodyOf(
  { text, html }: MailParts,
  data: NotificationData,
  subjectFault: string,
): Pick<StoredMail, 'text' | 'html'> {
  const plain = text?.(data);
  const rich = html?.(data);
  return {
    ...(plain && { text: [plain.text, ...notesOn(plain, subjectFault)].join('\n') }),
    ...(rich && { html: withNotes(rich.text, notesOn(rich, subjectFault)) }),
  };
}

function withNotes(html: string, notes: readonly string[]): string {
  if (notes.length === 0) return html;
  const escaped = notes
    .map((note) => `<p>${note.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`)
    .join('\n');
  const end = html.lastIndexOf('</body>');
  return end === -1 ? `${html}\n${escaped}` : `${html.slice(0, end)}${escaped}\n${html.slice(end)}`;
}

/** A label with a line end in a subject would begin another header. */
function singleLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .toWellFormed();
}
