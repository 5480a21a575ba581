import { Readable, pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { createDeflate, createGzip, deflate, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

/** Smaller answers are faster as they are: the way is never longer than this machine. */
const MIN_BYTES = 32 * 1024;
/** The fastest level: what a higher one saves is not worth its time on the way to a neighbour process. */
const OPTIONS = { level: 1 } as const;

const CODINGS = {
  gzip: { compress: promisify(gzip), stream: createGzip },
  deflate: { compress: promisify(deflate), stream: createDeflate },
} as const;

/** What an answer can be compressed with. */
type Coding = keyof typeof CODINGS;

/** Answers that are sent line by line would otherwise wait in the compressor. */
const COMPRESSIBLE =
  /^(?:application\/json|text\/plain|application\/openmetrics-text|application\/vnd\.google)/;

/** Compresses large answers with gzip or deflate for clients that accept it. */
export function compressAnswers(server: FastifyInstance): void {
  server.addHook('onSend', async (request, reply, payload: unknown) => {
    const type = reply.getHeader('content-type');
    if (typeof type !== 'string' || !COMPRESSIBLE.test(type) || reply.hasHeader('content-encoding')) {
      return payload;
    }
    if (!isLarge(payload)) return payload;
    const coding = acceptedCoding(request.headers['accept-encoding']);
    if (coding === undefined) return payload;
    reply.header('content-encoding', coding).header('vary', 'accept-encoding');
    reply.removeHeader('content-length');
    const { compress, stream } = CODINGS[coding];
    if (!(payload instanceof Readable)) return compress(payload, OPTIONS);
    return pipeline(payload, stream(OPTIONS), () => undefined);
  });
}

function isLarge(payload: unknown): payload is string | Uint8Array | Readable {
  if (payload instanceof Readable) return true;
  if (typeof payload === 'string') return payload.length >= MIN_BYTES;
  return payload instanceof Uint8Array && payload.byteLength >= MIN_BYTES;
}

/** Of equal qualities gzip; `*` is taken for gzip. */
function acceptedCoding(accept: string | string[] | undefined): Coding | undefined {
  const qualities = new Map<string, number>();
  for (const entry of String(accept ?? '').split(',')) {
    const [name, quality] = entry.split(/;\s*q=/);
    qualities.set(name.trim().toLowerCase(), quality === undefined ? 1 : Number(quality) || 0);
  }
  const gzipQuality = qualities.get('gzip') ?? qualities.get('*') ?? 0;
  const deflateQuality = qualities.get('deflate') ?? 0;
  if (gzipQuality >= deflateQuality) return gzipQuality > 0 ? 'gzip' : undefined;
  return 'deflate';
}
