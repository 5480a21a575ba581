import type { FastifyInstance } from 'fastify';
import { parseStoryKey } from '../../story/story-key.ts';
import type { StorySources } from '../../story/stories.ts';
import { tellStory } from '../../story/stories.ts';
import { invalidParameter } from '../bad-request-error.ts';
import { timeParameter } from '../parameters.ts';
import { registerRead } from '../read-route.ts';

/** `GET /api/telltale/story?key=alert:NAME&at=`: what happened around an alert, a trace, a log record or a moment. */
export function registerStory(server: FastifyInstance, sources: StorySources): void {
  registerRead(
    server,
    '/api/telltale/story',
    async ({ parameters, signal }) => {
      const key = parseStoryKey(parameters.get('key') ?? '');
      if (!key) {
        throw invalidParameter('key', 'write alert:NAME, trace:ID, log:ID or query:EXPRESSION');
      }
      const atMs = parameters.get('at') ? timeParameter(parameters, 'at', 0) : undefined;
      return tellStory({ key, atMs, signal }, sources);
    },
    'nothing is known of this any more: it may be older than what is kept',
  );
}
