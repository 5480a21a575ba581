import type { LinkMessage } from './link-message.ts';
import { formatLinkMessage, keepsBytes, parseLinkMessage } from './link-message.ts';
import { Spoke } from './spoke.ts';
import type { SpokeOptions } from './spoke.ts';

/** A spoke and what takes it off. */
export interface ConnectedSpoke {
  readonly spoke: Spoke;
  readonly close: () => void;
}

/** Connects a worker of `node:cluster` with its primary. */
export function connectClusterSpoke(options: Omit<SpokeOptions, 'link'>): ConnectedSpoke {
  let canKeepBytes = false;
  const post = (message: LinkMessage) => {
    if (!process.connected) return;
    try {
      process.send?.(formatLinkMessage(message, canKeepBytes), undefined, undefined, () => undefined);
    } catch {
      // The channel closed in between.
    }
  };
  const spoke = new Spoke({ ...options, link: { post } });
  const onMessage = (value: unknown) => {
    const message = parseLinkMessage(value);
    if (!message) return;
    if (message.op === 'other_version') {
      const describe = () => 'the primary has another version of the SDK: it does not count this worker';
      options.tell('worker_version', '', describe);
      return;
    }
    canKeepBytes = keepsBytes(value);
    spoke.receive(message);
  };
  const onExit = () => spoke.leave();
  process.on('message', onMessage);
  process.on('exit', onExit);
  return {
    spoke,
    close: () => {
      process.off('message', onMessage);
      process.off('exit', onExit);
      spoke.leave();
    },
  };
}
