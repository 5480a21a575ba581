/** An answer of an HTTP server, with its JSON where it is JSON. */
export interface Answer {
  readonly status: number;
  /** Without parameters such as the charset. */
  readonly type: string;
  readonly text: string;
  readonly json: Record<string, unknown> | undefined;
}

/** How something is asked. */
export interface Question {
  readonly method?: string;
  /** Sent as a form. */
  readonly form?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks a server; whatever the status, the answer is given back. */
export async function ask(url: string, { method, form, headers = {} }: Question = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: method ?? (form === undefined ? 'GET' : 'POST'),
    headers: {
      ...headers,
      ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
    },
    ...(form !== undefined && { body: form }),
  });
  const text = await response.text();
  const type = (response.headers.get('content-type') ?? '').split(';')[0];
  const json = type === 'application/json' ? (JSON.parse(text) as Record<string, unknown>) : undefined;
  return { status: response.status, type, text, json };
}
