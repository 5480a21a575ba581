import { threadId } from 'node:worker_threads';
import type { ConnectedSpoke } from './cluster-spoke.ts';
import type { LinkMessage } from './link-message.ts';
import { linkMessage } from './link-message.ts';
import { Spoke } from './spoke.ts';
import type { SpokeOptions } from './spoke.ts';
import { MEETING_POINT, openChannel, watchThreads } from './thread-channel.ts';

/** Connects a thread with the main thread of its process. */
export function connectThreadSpoke(options: Omit<SpokeOptions, 'link' | 'thread'>): ConnectedSpoke {
  const { group, member, tell } = options;
  const own = openChannel(`${MEETING_POINT}:${member}`, (message) => spoke.receive(message), tell);
  const meeting = openChannel(
    MEETING_POINT,
    (message) => {
      if (message.op === 'call' && message.group === group) spoke.receive(message);
    },
    tell,
  );
  const link = { post: (message: LinkMessage) => (message.op === 'hello' ? meeting : own).post(message) };
  const spoke = new Spoke({ ...options, link, thread: threadId });
  // Threads that this one starts: the main thread does not see how they end.
  const stop = watchThreads((thread) => meeting.post(linkMessage('bye', { group, thread })));
  const onExit = () => spoke.leave();
  process.on('exit', onExit);
  return {
    spoke,
    close: () => {
      stop();
      process.off('exit', onExit);
      spoke.leave();
      own.close();
      meeting.close();
    },
  };
}
