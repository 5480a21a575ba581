import { createSocket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { onTestFinished } from 'vitest';

/** A record of a name. */
export type DnsRecord =
  | { readonly type: 'A' | 'AAAA' | 'NS'; readonly value: string }
  | { readonly type: 'MX'; readonly value: string; readonly preference: number }
  | { readonly type: 'SRV'; readonly value: string; readonly port: number };

/** A server of names over UDP that answers nothing but correct questions. */
export interface DnsServer {
  /** `127.0.0.1:port`. */
  readonly address: string;
  /** Records by name; a name that is not here does not exist. */
  readonly zone: Map<string, readonly DnsRecord[]>;
  /** How it answers; silent ones keep to themselves. */
  mode: 'answering' | 'failing' | 'silent';
  /** Questions so far, as `TYPE name`. */
  readonly questions: string[];
}

const TYPES: ReadonlyMap<number, DnsRecord['type']> = new Map([
  [1, 'A'],
  [2, 'NS'],
  [15, 'MX'],
  [28, 'AAAA'],
  [33, 'SRV'],
]);
const HEADER_BYTES = 12;
const CLASS_IN = 1;
/** The name of the question, which stands behind the header. */
const NAME_OF_QUESTION = 0xc00c;
const RCODE = { none: 0, malformed: 1, failed: 2, noSuchName: 3 } as const;

/** Starts a server for one test. */
export async function startDnsServer(): Promise<DnsServer> {
  const socket = createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  onTestFinished(() => void socket.close());
  const server: DnsServer = {
    address: `127.0.0.1:${socket.address().port}`,
    zone: new Map(),
    mode: 'answering',
    questions: [],
  };
  socket.on('message', (query, peer) => {
    const answer = answerTo(query, server);
    if (answer) socket.send(answer, peer.port, peer.address);
  });
  return server;
}

function answerTo(query: Buffer, { mode, zone, questions }: DnsServer): Buffer | undefined {
  const question = readQuestion(query);
  if (!question) return message(query, Buffer.alloc(0), RCODE.malformed, []);
  const { name, type, bytes } = question;
  questions.push(`${type} ${name}`);
  if (mode === 'silent') return undefined;
  if (mode === 'failing') return message(query, bytes, RCODE.failed, []);
  const records = zone.get(name);
  if (!records) return message(query, bytes, RCODE.noSuchName, []);
  return message(query, bytes, RCODE.none, records.filter((record) => record.type === type).map(encode));
}

interface Question {
  readonly name: string;
  readonly type: DnsRecord['type'];
  readonly bytes: Buffer;
}

/** One question of class IN and a known type, in a message that is a query. */
function readQuestion(query: Buffer): Question | undefined {
  if (query.length < HEADER_BYTES + 5) return undefined;
  const isQuery = (query.readUInt16BE(2) & 0xf800) === 0;
  if (!isQuery || query.readUInt16BE(4) !== 1 || query.readUInt16BE(6) !== 0) return undefined;
  const labels: string[] = [];
  let at = HEADER_BYTES;
  while (at < query.length && query[at] !== 0) {
    const length = query[at];
    if (length > 63 || at + 1 + length > query.length) return undefined;
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const end = at + 5;
  if (end > query.length || query.readUInt16BE(at + 3) !== CLASS_IN) return undefined;
  const type = TYPES.get(query.readUInt16BE(at + 1));
  // The case of letters in a question is noise against forged answers.
  return type && { name: labels.join('.').toLowerCase(), type, bytes: query.subarray(HEADER_BYTES, end) };
}

function message(query: Buffer, question: Buffer, rcode: number, answers: readonly Buffer[]): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8580 | rcode, 2);
  header.writeUInt16BE(question.length > 0 ? 1 : 0, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, question, ...answers]);
}

function encode(record: DnsRecord): Buffer {
  const data = dataOf(record);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(NAME_OF_QUESTION, 0);
  head.writeUInt16BE([...TYPES].find(([, type]) => type === record.type)?.[0] ?? 0, 2);
  head.writeUInt16BE(CLASS_IN, 4);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function dataOf(record: DnsRecord): Buffer {
  switch (record.type) {
    case 'A':
      return Buffer.from(record.value.split('.').map(Number));
    case 'AAAA':
      return addressBytes(record.value);
    case 'NS':
      return nameBytes(record.value);
    case 'MX':
      return Buffer.concat([numbers(record.preference), nameBytes(record.value)]);
    case 'SRV':
      return Buffer.concat([numbers(0, 0, record.port), nameBytes(record.value)]);
  }
}

function numbers(...values: readonly number[]): Buffer {
  return Buffer.from(values.flatMap((value) => [value >> 8, value & 0xff]));
}

function nameBytes(name: string): Buffer {
  const labels = name === '' ? [] : name.split('.');
  return Buffer.concat([
    ...labels.map((label) => Buffer.from([label.length, ...Buffer.from(label)])),
    Buffer.alloc(1),
  ]);
}

function addressBytes(address: string): Buffer {
  if (!isIPv6(address)) throw new Error(`${address} is no IPv6 address`);
  const [front, back = ''] = address.split('::');
  const parts = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((part) => parseInt(part, 16));
  const zeros = Array.from({ length: 8 - parts(front).length - parts(back).length }, () => 0);
  return numbers(...parts(front), ...zeros, ...parts(back));
}
