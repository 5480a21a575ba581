import { TelltaleError } from '@telltale/model';
import { isRecord } from './ask-server.ts';
import { fetchServer, unreachable } from './client-tls.ts';

/** A server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly data: string;
}

/** Longer events are none of a server that is meant. */
const MAX_EVENT_LENGTH = 64 * 1024 * 1024;

/**
 * Reads the events of a stream until it ends or the signal is aborted, which both end the iteration.
 *
 * @throws TelltaleError TT_STATION_UNREACHABLE, or TT_USAGE for a request that is refused.
 */
export async function* readEvents(url: string, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  const { origin } = new URL(url);
  const response = await fetchServer(url, { signal, headers: { accept: 'text/event-stream' } }).catch(
    (cause: unknown) => {
      throw cause instanceof TelltaleError ? cause : unreachable(origin, cause);
    },
  );
  if (!response.ok || !response.body) throw await refusal(response, origin);
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split('\n\n');
    text = parts.pop() ?? '';
    if (text.length > MAX_EVENT_LENGTH) {
      throw new TelltaleError('TT_STATION_UNREACHABLE', `${origin}: an event is too long`);
    }
    for (const part of parts) {
      const event = eventOf(part);
      if (event) yield event;
    }
  }
}

/** Comments are no events. */
function eventOf(part: string): ServerEvent | undefined {
  const lines = part.split('\n').map((line) => /^(\w*): ?(.*)$/s.exec(line) ?? []);
  const fields = new Map(lines.map(([, name = '', value = '']) => [name, value]));
  const data = fields.get('data');
  return data === undefined ? undefined : { event: fields.get('event') ?? 'message', data };
}

async function refusal(response: Response, origin: string): Promise<TelltaleError> {
  const json: unknown = await response.json().catch(() => undefined);
  const told = isRecord(json) && typeof json['error'] === 'string' ? json['error'] : undefined;
  if (response.status === 400 && told !== undefined) return new TelltaleError('TT_USAGE', told);
  const reason = told ?? `HTTP ${response.status}, which is no answer of a station`;
  return new TelltaleError('TT_STATION_UNREACHABLE', `${origin}: ${reason}`);
}
