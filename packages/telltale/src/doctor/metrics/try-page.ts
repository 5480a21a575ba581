import type { DoctorFix } from '@telltale/station/contract';
import { failed, ok, skipped } from '../ladder.ts';
import type { StepFinding } from '../ladder.ts';
import { tryConnection } from '../network/connect.ts';
import { getPage } from '../network/get-page.ts';
import type { GottenPage } from '../network/get-page.ts';
import { plural } from '../../check/report/plural.ts';
import { bytesText, fixOf } from '../words.ts';
import { isOfHttp } from './find-target.ts';
import type { MetricsCase } from './metrics-case.ts';
import { ACCEPTED, isWebPage, readPage } from './read-page.ts';

/** Where frameworks have their page of metrics. */
const USUAL_PATHS = ['/metrics', '/api/metrics', '/api/v1/metrics', '/actuator/prometheus', '/q/metrics'];
const TRIED_PATH_TIMEOUT_MS = 2000;

/** Whether anything listens where the page should be. */
export async function tryListening({ url }: MetricsCase): Promise<StepFinding> {
  if (url === undefined) return skipped('not tried: no target was found');
  if (!isOfHttp({ url })) return skipped(`the station reads ${url} itself`);
  const { isOpen, place, address, error } = await tryConnection(url);
  if (isOpen) return ok(`${place} takes connections${address === '' ? '' : ` (${address})`}`);
  return failed(
    `${place}: ${error}`,
    fixOf(
      'Start the program, or correct host and port of the target. In a container, localhost is the container itself.',
      `curl -v ${url}`,
    ),
  );
}

/** Whether the page answers as a scraper asks for it. */
export async function tryPage(examined: MetricsCase): Promise<StepFinding> {
  const { url = '', target } = examined;
  const page = await getPage(url, { accept: ACCEPTED, timeoutMs: target?.timeoutMs });
  const { status, body, tookMs } = page;
  if (status === 200) {
    examined.page = page;
    return ok(`HTTP 200, ${bytesText(Buffer.byteLength(body))} in ${tookMs} ms`);
  }
  if (status === 401 || status === 403) {
    if (target?.health === 'up')
      return skipped(`HTTP ${status}: it asks for credentials, which the server has`);
    return failed(
      `HTTP ${status}: it asks for credentials, and the server has none that it takes`,
      ACCESS_FIX,
    );
  }
  if (status === 404) return wrongPath(url);
  return failed(
    `HTTP ${status} in ${tookMs} ms: ${firstLine(body)}`,
    'The program itself fails to make the page: read its log for this moment.',
  );
}

const ACCESS_FIX: DoctorFix = fixOf(
  'Give the target credentials in the definition; the secret itself stands in a variable or a file.',
  "basicAuth: { username: 'telltale', password: { env: 'METRICS_PASSWORD' } },",
  '// or, for a token',
  "authorization: { env: 'METRICS_TOKEN' },",
);

/** Looks for the page where it usually is. */
async function wrongPath(url: string): Promise<StepFinding> {
  const { origin, pathname } = new URL(url);
  const paths = USUAL_PATHS.filter((path) => path !== pathname);
  for (const path of paths) {
    const page = await getPage(origin + path, { accept: ACCEPTED, timeoutMs: TRIED_PATH_TIMEOUT_MS }).catch(
      () => undefined,
    );
    if (page?.status === 200 && isMetrics(page)) {
      return failed(
        `HTTP 404: there is nothing at ${pathname}, and metrics are at ${path}`,
        fixOf('Correct the path of the target.', `path: '${path}',`),
      );
    }
  }
  return failed(
    `HTTP 404: there is nothing at ${pathname}, nor at ${paths.join(', ')}`,
    'Let the program serve its metrics, or correct the path of the target.',
  );
}

function isMetrics(page: GottenPage): boolean {
  try {
    return !isWebPage(page) && readPage(page).samples > 0;
  } catch {
    return false;
  }
}

/** Whether what the page says are metrics. */
export async function tryReading(examined: MetricsCase): Promise<StepFinding> {
  const { page } = examined;
  if (page === undefined) return skipped('not tried: the page was not had');
  if (isWebPage(page)) {
    return failed(
      `it is a web page (${page.contentType || 'without Content-Type'}), not metrics`,
      'The path leads to pages for people, or to a sign-in: correct the path of the target.',
    );
  }
  const read = readPage(page);
  examined.read = read;
  if (read.samples === 0) {
    return failed(
      'the page is empty: it has no sample',
      'The program records nothing: is the metric registered where the page is served from?',
    );
  }
  return ok(`${plural(read.samples, 'sample')} of ${plural(read.names.size, 'name')}`);
}

function firstLine(body: string): string {
  return body.trim().split('\n', 1)[0]?.slice(0, 200) || 'without a word';
}
