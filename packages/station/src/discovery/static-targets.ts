import type { ResolvedTarget } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';

/**
 * A target from the command line: `HOST:PORT`, `HOST:PORT/path` or a URL. The job is the host and
 * port, so that two programs on one machine stay apart.
 */
export function parseTargetAddress(text: string, intervalMs: number): ResolvedTarget {
  const withScheme = /^https?:\/\//.test(text) ? text : `http://${text}`;
  let url: URL;
  try {
    url = new URL(withScheme);
  } catch (cause) {
    throw new TelltaleError('TT_USAGE', `"${text}" is not an address to scrape`, {
      fix: 'Write HOST:PORT/metrics, for example localhost:3000/metrics.',
      cause,
    });
  }
  const hasPath = url.pathname !== '/' || withScheme.endsWith('/');
  return {
    job: url.host,
    addresses: [url.host],
    path: hasPath ? url.pathname + url.search : '/metrics',
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    intervalMs,
    timeoutMs: Math.min(10_000, intervalMs),
    labels: {},
  };
}
