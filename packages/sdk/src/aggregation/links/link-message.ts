/** What processes and threads tell each other; `op` says what the other fields are for. */
export interface LinkMessage {
  /**
   * To the one that adds up: `hello` (here I am), `pages` (my values, asked for or not), `bye` (my last ones),
   * `gather` (give me the sum). From it: `call` (who is there?), `welcome`, `ask` (give me your values), `sum`.
   */
  readonly op: 'hello' | 'pages' | 'bye' | 'gather' | 'call' | 'welcome' | 'ask' | 'sum';
  /** Registries are added up with those of the same group. */
  readonly group: string;
  /** The registry that the message is from, or for; empty in a `call`. */
  readonly member: string;
  /** Number of a question, repeated in its answer; 0 where there was none. */
  readonly question: number;
  /** Whether everything is wanted, not only changes. */
  readonly wantsAll: boolean;
  /** How long the other may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Thread that a `hello` is from. */
  readonly thread: number;
  readonly bytes: Uint8Array;
}

/** A message of another version of the SDK: nothing else of it is known. */
export interface OtherVersion {
  readonly op: 'other_version';
  readonly version: unknown;
}

/** Sends a message to one other process or thread. Never throws. */
export interface Link {
  post(message: LinkMessage): void;
  close?(): void;
}

/** Other messages of the application are told apart by this. */
const TYPE = 'telltale:metrics';
const VERSION = 1;

const OPS: ReadonlySet<unknown> = new Set<LinkMessage['op']>([
  'hello',
  'pages',
  'bye',
  'gather',
  'call',
  'welcome',
  'ask',
  'sum',
]);

const NO_BYTES = new Uint8Array();
const MAX_NAME = 1000;

/** A message with the fields that it needs. */
export function linkMessage(
  op: LinkMessage['op'],
  { group = '', member = '', question = 0, wantsAll = false, ...rest }: Partial<LinkMessage>,
): LinkMessage {
  const { timeoutMs = 0, thread = 0, bytes = NO_BYTES } = rest;
  return { op, group, member, question, wantsAll, timeoutMs, thread, bytes };
}

/**
 * What goes over the wire. Bytes become base64 for a channel of JSON; where there are none, a probe tells the
 * other side whether this channel keeps bytes as they are.
 */
export function formatLinkMessage(
  { bytes, ...message }: LinkMessage,
  keepsBytes: boolean,
): Readonly<Record<string, unknown>> {
  const parts = { type: TYPE, version: VERSION, ...message };
  if (bytes.length === 0) return { ...parts, probe: bytes };
  if (keepsBytes) return { ...parts, bytes };
  return {
    ...parts,
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64'),
  };
}

/** Reads what {@link formatLinkMessage} made; `undefined` for messages that are not ours. */
export function parseLinkMessage(value: unknown): LinkMessage | OtherVersion | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value) || value.type !== TYPE)
    return undefined;
  const given = value as Readonly<Record<string, unknown>>;
  if (given.version !== VERSION) return { op: 'other_version', version: given.version };
  const { op, group, member, question, wantsAll, timeoutMs, thread } = given;
  if (!isOp(op) || !isName(group) || !isName(member) || !isCount(question) || !isCount(timeoutMs))
    return undefined;
  const bytes = parseBytes(given.bytes);
  if (!bytes || !isCount(thread)) return undefined;
  return { op, group, member, question, wantsAll: wantsAll === true, timeoutMs, thread, bytes };
}

/** Whether the channel that a message came over keeps bytes as they are. */
export function keepsBytes(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    ('bytes' in value && value.bytes instanceof Uint8Array) ||
    ('probe' in value && value.probe instanceof Uint8Array)
  );
}

function isOp(value: unknown): value is LinkMessage['op'] {
  return OPS.has(value);
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_NAME;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}

function parseBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (value === undefined) return NO_BYTES;
  return typeof value === 'string' ? Buffer.from(value, 'base64') : undefined;
}
