import { DEFAULT_SCRAPE_LIMITS } from '@telltale/definition';
import { createHttpAccess } from '../access/http-access.ts';
import type { HttpConnections } from '../access/http-connections.ts';
import { isProtoPage } from './page/proto-page.ts';
import type { ReadingSink } from './page/reading-sink.ts';
import { TextPageReader } from './page/text-page-reader.ts';
import { fetchExposition } from './scrape-client.ts';
import type { ScrapeTarget } from './scrape-target.ts';

/** Reads what a target exposes now and returns the size of its page; throws an error for people. */
export type TargetReader = (sink: ReadingSink) => Promise<number>;

/** Reads a target over HTTP, as text, as OpenMetrics or in protocol buffers. */
export function httpReader(target: ScrapeTarget, connections: HttpConnections): TargetReader {
  const { url, timeoutMs, nativeHistograms, limits = DEFAULT_SCRAPE_LIMITS } = target;
  const access = createHttpAccess(target.access ?? {}, connections);
  const text = new TextPageReader();
  return async (sink) => {
    const { body, contentType } = await fetchExposition({
      url,
      timeoutMs,
      access,
      acceptsProto: nativeHistograms !== false,
      maxBodyBytes: limits.bodyBytes,
    });
    if (isProtoPage(contentType)) {
      // Few targets have such pages: what reads them is loaded by the first.
      const { readProtoPage } = await import('./page/read-proto-page.ts');
      readProtoPage(body.inSharedMemory(), { keepsClassic: nativeHistograms === 'with-classic' }, sink);
    } else {
      text.read(body.inSharedMemory(), contentType, sink);
    }
    return body.byteLength;
  };
}
