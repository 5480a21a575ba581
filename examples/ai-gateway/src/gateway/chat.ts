import { createHash, randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import type { RedisClientType } from 'redis';

import type { Conversations } from './conversations.ts';
import type { ModelAnswer, Provider } from './models.ts';
import { PROVIDERS, askModel } from './models.ts';
import type { Transcripts } from './transcripts.ts';

/** What a chat works with. */
export interface ChatParts {
  readonly conversations: Conversations;
  readonly transcripts: Transcripts;
  readonly cache: Pick<RedisClientType, 'isReady' | 'get' | 'set'>;
  /** Is told of each person who asks. */
  readonly onPerson: (person: string) => void;
}

interface Question {
  readonly question: string;
  readonly conversation: string;
  readonly person: string;
  readonly provider: Provider;
  readonly stream: boolean;
}

const KEEP = { expiration: { type: 'EX', value: 60 } } as const;
const MAX_LENGTH = 2000;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `POST /v1/chat`: an answer as one object, or as events while it is being said. */
export function createChat({ conversations, transcripts, cache, onPerson }: ChatParts): RequestHandler {
  return async (request, response) => {
    const asked = readQuestion(request.body);
    if (typeof asked === 'string') {
      response.status(400).json({ error: asked });
      return;
    }
    const { question, conversation, person, provider, stream } = asked;
    onPerson(person);
    const key = `answer:${createHash('sha256').update(`${provider} ${question}`).digest('base64url')}`;
    // Without its cache the gateway is slower, and that is all.
    const known = cache.isReady ? await cache.get(key) : null;
    const say = stream ? startEvents(response) : undefined;
    const answer: ModelAnswer =
      known === null ? await askModel(question, provider, say) : (JSON.parse(known) as ModelAnswer);
    if (known !== null) say?.(answer.text);
    else if (cache.isReady) await cache.set(key, JSON.stringify(answer), KEEP);
    const exchange = { conversation, person, provider: answer.provider, question, answer: answer.text };
    await conversations.add(exchange);
    transcripts.add(exchange);
    const told = { conversation, provider: answer.provider, tokens: answer.tokens, cached: known !== null };
    if (stream) response.end(`event: done\ndata: ${JSON.stringify(told)}\n\n`);
    else response.json({ answer: answer.text, ...told });
  };
}

/** What is said is sent as it comes; the answer begins with it, so that a failure before is still told by its status. */
function startEvents(response: Response): (words: string) => void {
  return (words) => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(`data: ${JSON.stringify(words)}\n\n`);
  };
}

/** The question, or what is wrong with it. */
function readQuestion(body: unknown): Question | string {
  if (typeof body !== 'object' || body === null) return 'send JSON: { "question": "…" }';
  const given: Readonly<Record<string, unknown>> = { ...body };
  const { question, conversation = randomUUID(), person = 'anonymous', provider = 'local' } = given;
  if (typeof question !== 'string' || question === '' || question.length > MAX_LENGTH)
    return `question: write a text of at most ${MAX_LENGTH} characters`;
  const known = PROVIDERS.find((one) => one === provider);
  if (known === undefined) return `provider: write one of ${PROVIDERS.join(', ')}`;
  if (typeof conversation !== 'string' || !UUID.test(conversation)) return 'conversation: write a UUID';
  return { question, conversation, person: String(person), provider: known, stream: given.stream === true };
}
