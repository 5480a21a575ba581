import type { ResolvedTarget } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';

const DEFAULT_PATH = '/metrics';
/** A port without its host, which a URL would read as the number of an IPv4 address. */
const BARE_PORT = /^\d+(\/|$)/;

/**
 * A target from the command line: `HOST:PORT`, `HOST:PORT/path` or a URL. The job is the host and
 * port, and the path where it is not the usual one, so that two pages on one machine stay apart.
 *
 * @throws TelltaleError `TT_USAGE`
 */
export function parseTargetAddress(text: string, intervalMs: number): ResolvedTarget {
  const withScheme = text.includes('://') ? text : `http://${text}`;
  const url = URL.parse(withScheme);
  if (!url || !isScrapable(url) || BARE_PORT.test(text)) {
    throw new TelltaleError('TT_USAGE', `"${text}" is not an address to scrape`, {
      fix: 'Write HOST:PORT/metrics, for example localhost:3000/metrics.',
    });
  }
  const hasPath = url.pathname !== '/' || withScheme.endsWith('/');
  const path = hasPath ? url.pathname : DEFAULT_PATH;
  return {
    job: path === DEFAULT_PATH ? url.host : url.host + path,
    addresses: [url.host],
    path: path + url.search,
    scheme: url.protocol === 'https:' ? 'https' : 'http',
    intervalMs,
    timeoutMs: Math.min(10_000, intervalMs),
    labels: {},
  };
}

/** User names and passwords would be shown with the target; an option is no host. */
function isScrapable({ protocol, username, password, hostname }: URL): boolean {
  const isHttp = protocol === 'http:' || protocol === 'https:';
  return isHttp && username === '' && password === '' && !hostname.startsWith('-');
}
