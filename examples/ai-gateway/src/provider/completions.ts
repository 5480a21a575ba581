import type { ServerResponse } from 'node:http';

import type { Answer } from './answerer.ts';

/** A request in OpenAI's format, as far as it is looked at. */
export interface CompletionRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly stream?: boolean;
  readonly stream_options?: { readonly include_usage?: boolean };
}

/** Words of a streamed answer that are sent at once. */
const WORDS_AT_ONCE = 8;
let answered = 0;

/** Answers in OpenAI's format: as one object, or as events while it is being said. */
export function sendCompletion(response: ServerResponse, request: CompletionRequest, answer: Answer): void {
  const { model, stream = false, stream_options: options } = request;
  const head = { id: `chatcmpl-${++answered}`, created: Math.floor(Date.now() / 1000), model };
  const usage = {
    prompt_tokens: answer.promptTokens,
    completion_tokens: answer.completionTokens,
    total_tokens: answer.promptTokens + answer.completionTokens,
  };
  if (!stream) {
    const message = { role: 'assistant', content: answer.text };
    const choices = [{ index: 0, message, finish_reason: 'stop' }];
    sendJson(response, 200, { ...head, object: 'chat.completion', choices, usage });
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (fields: object) =>
    response.write(`data: ${JSON.stringify({ ...head, object: 'chat.completion.chunk', ...fields })}\n\n`);
  const words = answer.text.split(/(?<=\s)/);
  for (let at = 0; at < words.length; at += WORDS_AT_ONCE) {
    const delta = { content: words.slice(at, at + WORDS_AT_ONCE).join('') };
    send({ choices: [{ index: 0, delta, finish_reason: null }] });
  }
  send({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
  if (options?.include_usage) send({ choices: [], usage });
  response.end('data: [DONE]\n\n');
}

/** Answers with an object. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
