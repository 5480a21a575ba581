import { decodeExposition } from '@telltale/model';
import type { Dispatcher } from 'undici';
import { bearerToken } from './bearer-token.ts';
import { isProtoPage } from './page/proto-page.ts';
import { readTextPage } from './page/read-text-page.ts';
import type { ReadingSink } from './page/reading-sink.ts';
import { fetchExposition } from './scrape-client.ts';
import type { ScrapeTarget } from './scrape-target.ts';

/** Largest metrics page, as fetched and as decompressed. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Reads what a target exposes now and returns the size of its page; throws an error for people. */
export type TargetReader = (sink: ReadingSink) => Promise<number>;

/** Reads a target over HTTP. Timestamps on the page are ignored: a sample counts when it is read. */
export function httpReader(target: ScrapeTarget, dispatcher: Dispatcher): TargetReader {
  const { url, timeoutMs, nativeHistograms, authorization } = target;
  return async (sink) => {
    const { body, contentType } = await fetchExposition({
      url,
      timeoutMs,
      ...(authorization && { token: await bearerToken(authorization) }),
      acceptsProto: nativeHistograms !== false,
      maxBodyBytes: MAX_BODY_BYTES,
      dispatcher,
    });
    if (isProtoPage(contentType)) {
      // Few targets have such pages: what reads them is loaded by the first.
      const { readProtoPage } = await import('./page/read-proto-page.ts');
      readProtoPage(body, { keepsClassic: nativeHistograms === 'with-classic' }, sink);
    } else {
      readTextPage(decodeExposition(body), contentType, sink);
    }
    return body.byteLength;
  };
}
