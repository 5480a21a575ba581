import type { HealthCheck } from '../health-check.ts';

/** What {@link http} takes besides the address. */
export interface HttpCheckOptions {
  readonly method?: 'GET' | 'HEAD';
  /** Sent with the request, for example a token. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The status that is right; any from 200 to 299 by default. */
  readonly status?: number;
}

/**
 * Whether an address answers: the health of another service, for example. It is told that a check asks, so that two
 * services which check each other do not wait for each other.
 */
export function http(address: string | URL, options: HttpCheckOptions = {}): HealthCheck {
  const { url, authorization } = withoutCredentials(address);
  return {
    asksService: true,
    run: async ({ signal, headers }) => {
      const { method = 'GET', status } = options;
      const response = await fetch(url, {
        method,
        headers: { ...(authorization !== undefined && { authorization }), ...options.headers, ...headers },
        redirect: 'manual',
        signal,
      });
      await response.body?.cancel();
      const isRight = status === undefined ? response.ok : response.status === status;
      if (!isRight) throw new Error(`it answers with status ${response.status}`);
    },
  };
}

/** `fetch` refuses addresses with a user and password in them. */
function withoutCredentials(address: string | URL): { url: URL; authorization?: string } {
  const url = new URL(address);
  const { username, password } = url;
  if (username === '' && password === '') return { url };
  url.username = '';
  url.password = '';
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url, authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}
