import type { Dispatcher } from 'undici';

/** What a server answered. */
export interface AccessResponse {
  readonly statusCode: number;
  readonly headers: Dispatcher.ResponseData['headers'];
  /** Has to be read or destroyed. */
  readonly body: Dispatcher.ResponseData['body'];
}
