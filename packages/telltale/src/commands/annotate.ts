import { TelltaleError } from '@telltale/model';
import type { Annotation, NewAnnotation } from '@telltale/station/contract';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { momentOption } from '../io/moment-option.ts';
import { serverAddress } from '../io/server-address.ts';
import { askServer, isRecord } from '../server/ask-server.ts';

/** A script waits for no longer. */
const TIMEOUT_MS = 10_000;

/** The options of `telltale annotate`. */
export interface AnnotateOptions {
  readonly kind: NewAnnotation['kind'];
  readonly title: string;
  readonly text?: string;
  /** The service or job that it is about. */
  readonly service?: string;
  /** Default: now. */
  readonly at?: string;
  readonly until?: string;
  readonly link?: string;
  readonly url?: string;
  readonly json?: boolean;
}

/** `telltale annotate`: tells a station what happened; done when it is on disk. */
export async function annotateCommand(options: AnnotateOptions, io: CommandIo): Promise<number> {
  const { kind, title, text, service: subject, link, at, until } = options;
  const said: NewAnnotation = {
    kind,
    title,
    ...(text !== undefined && { text }),
    ...(subject !== undefined && { subject }),
    ...(link !== undefined && { link }),
    ...(at !== undefined && { atMs: momentOption('--at', at) }),
    ...(until !== undefined && { endMs: momentOption('--until', until) }),
  };
  const address = serverAddress(options.url, io);
  const answer = await askServer(address, '/api/telltale/annotations', { body: said, timeoutMs: TIMEOUT_MS });
  const { json, status } = answer;
  if (!isAnnotation(json)) {
    const told = isRecord(json) ? (json['error'] ?? json['message']) : undefined;
    const reason = typeof told === 'string' ? told : `HTTP ${status}, which is no answer of a station`;
    if (status === 400) throw new TelltaleError('TT_USAGE', reason);
    throw new TelltaleError('TT_STATION_UNREACHABLE', `${address}: ${reason}`);
  }
  io.write(options.json ? `${JSON.stringify(json)}\n` : `${json.id}\n`);
  return EXIT.ok;
}

function isAnnotation(json: unknown): json is Annotation {
  return isRecord(json) && typeof json['id'] === 'string' && typeof json['atMs'] === 'number';
}
