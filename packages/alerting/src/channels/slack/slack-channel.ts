import type { JsonValue, SlackReceiver } from '@telltale/model';
import { systemClock } from '@telltale/model';
import type { Channel, ChannelServices, Notification } from '../channel.ts';
import { compileMessageText, dataFor, notesOn } from '../message-text.ts';
import { createPacer } from '../pacer.ts';
import { bodyOf, postMessage } from '../post-message.ts';
import { outcomeOfSlack } from './slack-answer.ts';
import type { SlackPayload } from './slack-payload.ts';
import { cutSlack, escapeSlack } from './slack-text.ts';

/** https://docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments */
const MAX_TITLE_LENGTH = 1024;
/** Slack cuts messages at 40,000 characters; what is longer than this nobody reads in a chat. */
const MAX_TEXT_LENGTH = 8000;
/** https://docs.slack.dev/apis/web-api/rate-limits: one message a second, short bursts are allowed. */
const PACE = { intervalMs: 1000, burst: 10 };

/**
 * Posts attachments to an incoming webhook of Slack, about one message a second.
 *
 * @throws TelltaleError `TT_DEFINITION_INVALID` for a template that cannot be read.
 */
export function createSlackChannel(receiver: SlackReceiver, services: ChannelServices): Channel {
  const compose = slackComposer(receiver);
  // It spares a real server, so it keeps real time, as time-outs do, also where a proof's clock runs ahead.
  const pacer = createPacer(PACE, systemClock);
  return {
    receiver,
    compose,
    send: async (message, attempt) => {
      const isTurn = await pacer.turn(attempt.signal);
      if (!isTurn) return { kind: 'retry', reason: 'contextCanceled', error: 'aborted' };
      return postMessage({
        services,
        attempt,
        prepare: async (read) => ({ url: await read(receiver.url), body: bodyOf(message) }),
        judge: outcomeOfSlack,
      });
    },
  };
}

function slackComposer(receiver: SlackReceiver): (notification: Notification) => JsonValue {
  const text = (field: 'title' | 'text', standard: string, maxLength: number) =>
    compileMessageText({
      receiver,
      field,
      template: receiver[field],
      standard,
      maxLength,
      escape: escapeSlack,
      cut: cutSlack,
    });
  const title = text('title', '{{ template "telltale.title" . }}', MAX_TITLE_LENGTH);
  const body = text('text', '{{ template "telltale.slack.text" . }}', MAX_TEXT_LENGTH);
  const color = compileMessageText({
    receiver,
    field: 'color',
    template: undefined,
    standard: '{{ template "telltale.slack.color" . }}',
    escape: 'none',
    maxLength: 20,
  });
  return (notification) => {
    const data = dataFor(receiver, notification);
    const [head, content] = [title(data), body(data)];
    const shownTitle = head.text.trim();
    const text = [content.text.trim(), ...notesOn(content, head.fault).map(escapeSlack)].join('\n');
    const { channel } = receiver;
    const attachment = {
      title: shownTitle,
      title_link: `${notification.externalUrl}/alerts`,
      text,
      fallback: shownTitle || text,
      color: color(data).text,
      mrkdwn_in: ['text', 'fallback'],
    };
    return { ...(channel !== undefined && { channel }), attachments: [attachment] } satisfies SlackPayload;
  };
}
