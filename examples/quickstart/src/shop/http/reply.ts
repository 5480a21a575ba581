import type { ServerResponse } from 'node:http';

import type { Html } from '../pages/html.ts';

/** What a route answers with. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Answers with a page for people. */
export function page(html: Html, status = 200): Reply {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      // The form-action and style limits keep the page harmless even if escaping ever failed.
      'content-security-policy': "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'",
    },
    body: html.text,
  };
}

/** Answers with JSON for programs. */
export function json(value: unknown, status = 200): Reply {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** Sends the browser to another page after a form was posted. */
export function seeOther(location: string): Reply {
  return { status: 303, headers: { location }, body: '' };
}

/** Writes the reply. */
export function send(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, reply.headers);
  response.end(reply.body);
}
