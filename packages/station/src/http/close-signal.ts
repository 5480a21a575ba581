import type { FastifyReply } from 'fastify';

/** Aborts when the client goes away before the answer is complete, so that its query can stop. */
export function closeSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.on('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
