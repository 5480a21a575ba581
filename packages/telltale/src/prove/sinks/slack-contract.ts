import { fieldFaults, flag, isFields, nonEmptyText, text, webAddress } from './field-checks.ts';
import type { Check, FieldTable } from './field-checks.ts';
import type { Fault } from './fault.ts';

const WEBHOOKS = 'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks';
const ATTACHMENTS = 'https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments';
const FORMATTING = 'https://docs.slack.dev/messaging/formatting-message-text#escaping';
const POST_MESSAGE = 'https://docs.slack.dev/reference/methods/chat.postMessage';

/** https://docs.slack.dev/reference/methods/chat.postMessage#truncating */
const MAX_TEXT_LENGTH = 40_000;
/** Where Alertmanager cuts it, so that Slack shows it whole. */
const MAX_TITLE_LENGTH = 1024;
/** https://docs.slack.dev/reference/methods/chat.postMessage#errors: `too_many_attachments` */
const MAX_ATTACHMENTS = 100;

const MESSAGE: FieldTable = {
  optional: {
    attachments: (value) =>
      Array.isArray(value) && value.length > 0 ? undefined : 'must be a list that is not empty',
    channel: nonEmptyText(80),
    icon_emoji: (value) =>
      typeof value === 'string' && /^:[^:\s]+:$/.test(value) ? undefined : 'must be a name between colons',
    icon_url: webAddress,
    link_names: flag,
    mrkdwn: flag,
    text: text(MAX_TEXT_LENGTH),
    unfurl_links: flag,
    unfurl_media: flag,
    username: nonEmptyText(80),
  },
};

const ATTACHMENT: FieldTable = {
  required: { fallback: nonEmptyText() },
  optional: {
    author_icon: webAddress,
    author_link: webAddress,
    author_name: text(),
    callback_id: text(),
    color: (value) =>
      typeof value === 'string' && /^(?:good|warning|danger|#[0-9a-f]{6})$/i.test(value)
        ? undefined
        : 'must be good, warning, danger or a colour such as #ff0000',
    fields: fieldList,
    footer: text(300),
    footer_icon: webAddress,
    image_url: webAddress,
    mrkdwn_in: (value) =>
      Array.isArray(value) &&
      value.every((name) => name === 'pretext' || name === 'text' || name === 'fields' || name === 'fallback')
        ? undefined
        : 'must be a list of names of fields',
    pretext: text(MAX_TEXT_LENGTH),
    text: text(MAX_TEXT_LENGTH),
    thumb_url: webAddress,
    title: text(MAX_TITLE_LENGTH),
    title_link: webAddress,
    ts: (value) => (Number.isSafeInteger(value) ? undefined : 'must be a whole number of seconds'),
  },
};

const FIELD: FieldTable = { required: { title: text(), value: text() }, optional: { short: flag } };
const MARKUP = ['text', 'pretext', 'title', 'fallback'] as const;

/** Everything in which a message deviates from what an incoming webhook of Slack takes. */
export function slackFaults(message: unknown): readonly Fault[] {
  if (!isFields(message)) return [{ rule: 'the body must be a JSON object', document: WEBHOOKS }];
  const faults = fieldFaults(message, MESSAGE).map((rule): Fault => ({ rule, document: WEBHOOKS }));
  const { attachments, text: mainText } = message;
  const list: readonly unknown[] = Array.isArray(attachments) ? attachments : [];
  if (list.length === 0 && (mainText === undefined || mainText === '')) {
    faults.push({ rule: 'text or attachments must be there (no_text)', document: POST_MESSAGE });
  }
  if (list.length > MAX_ATTACHMENTS) {
    faults.push({ rule: `attachments must be at most ${MAX_ATTACHMENTS}`, document: POST_MESSAGE });
  }
  for (const [index, attachment] of list.entries())
    faults.push(...attachmentFaults(attachment, `attachments[${index}]`));
  return [...faults, ...markupFaults(message, '')];
}

function attachmentFaults(attachment: unknown, path: string): readonly Fault[] {
  if (!isFields(attachment)) return [{ rule: `${path} must be an object`, document: ATTACHMENTS }];
  const faults = fieldFaults(attachment, ATTACHMENT, `${path}.`);
  return [
    ...faults.map((rule): Fault => ({ rule, document: ATTACHMENTS })),
    ...markupFaults(attachment, `${path}.`),
  ];
}

function markupFaults(fields: Readonly<Record<string, unknown>>, path: string): readonly Fault[] {
  return MARKUP.flatMap((name) => {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const fault = typeof value === 'string' ? markupFault(value) : undefined;
    return fault === undefined ? [] : [{ rule: `${path}${name} ${fault}`, document: FORMATTING }];
  });
}

/** `&`, `<` and `>` stand for themselves only in links, mentions and escapes. */
function markupFault(markup: string): string | undefined {
  const rest = markup
    .replace(/<(?:https?:|mailto:|#C|@[UW]|!)[^<>\n]*>/g, '')
    .replace(/&(?:amp|lt|gt);/g, '');
  const [found] = /[&<>]/.exec(rest) ?? [];
  return found === undefined ? undefined : `has a ${found} that is not escaped`;
}

function fieldList(value: unknown): ReturnType<Check> {
  if (!Array.isArray(value)) return 'must be a list';
  const faults = value.flatMap((field: unknown) =>
    isFields(field) ? fieldFaults(field, FIELD) : ['must be objects'],
  );
  return faults.length === 0 ? undefined : `have faults: ${faults.join(', ')}`;
}
