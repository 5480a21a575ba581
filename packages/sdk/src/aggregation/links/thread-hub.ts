import type { Tell } from '../tell.ts';
import type { Hub } from './hub.ts';
import type { Link, LinkMessage } from './link-message.ts';
import { linkMessage } from './link-message.ts';
import { MEETING_POINT, openChannel, watchThreads } from './thread-channel.ts';

/** After the end of a thread its last messages may still be on their way. */
const LAST_WORDS_MS = 100;

/** Connects the main thread's hub with the threads of the process; the result takes it off. */
export function connectThreadHub(hub: Hub, group: string, tell: Tell): () => void {
  const channels = new Map<string, Link>();
  const meeting = openChannel(
    MEETING_POINT,
    (message) => {
      if (message.op === 'bye' && message.member === '') leaveSoon(message.thread);
      if (message.op !== 'hello' || message.group !== group) return;
      hub.receive(message, linkTo(message), message.thread);
    },
    tell,
  );
  const linkTo = ({ member, thread }: LinkMessage): Link => {
    let link = channels.get(member);
    if (!link) {
      const own = openChannel(
        `${MEETING_POINT}:${member}`,
        (message) => hub.receive(message, own, thread),
        tell,
      );
      link = {
        post: (answer) => own.post(answer),
        close: () => {
          own.close();
          channels.delete(member);
        },
      };
      channels.set(member, link);
    }
    return link;
  };
  const leaveSoon = (thread: number) => setTimeout(() => hub.leave(thread), LAST_WORDS_MS).unref();
  const stop = watchThreads(leaveSoon);
  meeting.post(linkMessage('call', { group }));
  return () => {
    stop();
    meeting.close();
    hub.close();
  };
}
