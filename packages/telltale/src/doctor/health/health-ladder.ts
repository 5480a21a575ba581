import type { DoctorDetail } from '@telltale/station/contract';
import { plural } from '../../check/report/plural.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { Ladder, StepFinding } from '../ladder.ts';
import { activeTargets } from '../metrics/listed-targets.ts';
import { isOfHttp } from '../metrics/find-target.ts';
import { readPage } from '../metrics/read-page.ts';
import { getPage } from '../network/get-page.ts';
import type { GottenPage } from '../network/get-page.ts';
import type { Patient } from '../patient.ts';
import { HEALTH_PATHS, UNAVAILABLE, askHealthPage } from './health-page.ts';
import type { HealthPage } from './health-page.ts';
import { serverStep } from '../server-step.ts';
import { fixOf, listText } from '../words.ts';

/** What answers about the server itself. */
const OWN_PATHS = ['/-/healthy', '/-/ready', '/metrics', '/api/v1/targets', '/api/v1/query?query=up'];
const TIMEOUT_MS = 3000;
const OK = 200;
const NODE_EXPORTER_PORT = 9100;
/** Programs that are asked. */
const MAX_PROGRAMS = 50;

/** “Is everything alive?”: each address that people try with curl, tried. */
export function healthLadder(patient: Patient): Ladder {
  const needs = ['server'];
  return {
    topic: 'health',
    steps: [
      serverStep(patient),
      { id: 'own', title: 'Its addresses answer', needs, try: () => tryAll(patient.server, OWN_PATHS) },
      { id: 'programs', title: 'Programs are healthy', needs, try: () => tryPrograms(patient) },
      { id: 'machine', title: 'Figures of the machine arrive', needs, try: () => tryMachine(patient) },
      ...(patient.alertmanager === undefined
        ? []
        : [
            addressesStep('alertmanager', 'Alertmanager answers', patient.alertmanager, [
              '/-/healthy',
              '/-/ready',
              '/api/v2/status',
            ]),
          ]),
      ...(patient.grafana === undefined
        ? []
        : [addressesStep('grafana', 'Grafana answers', patient.grafana.address, ['/api/health'])]),
    ],
  };
}

function addressesStep(id: string, title: string, address: string, paths: readonly string[]) {
  return { id, title, try: () => tryAll(address, paths) };
}

async function tryAll(address: string, paths: readonly string[]): Promise<StepFinding> {
  const details: DoctorDetail[] = [];
  for (const path of paths) details.push(await tryAddress(address + path));
  const bad = details.filter(({ outcome }) => outcome === 'failed');
  if (bad.length === 0)
    return ok(`${plural(details.length, 'address', 'addresses')} at ${new URL(address).host}`, details);
  return failed(
    listText(bad.map(({ title, seen }) => `${title}: ${seen}`)),
    fixOf('See the answer in full:', `curl -i ${bad[0].title}`),
    details,
  );
}

async function tryAddress(url: string): Promise<DoctorDetail> {
  const page = await tried(url);
  if (typeof page === 'string') return { title: url, outcome: 'failed', seen: page };
  const seen = `HTTP ${page.status} in ${page.tookMs} ms`;
  return { title: url, outcome: page.status === OK ? 'ok' : 'failed', seen };
}

async function tryPrograms({ prometheus, server }: Patient): Promise<StepFinding> {
  const targets = await activeTargets(prometheus);
  const own = new URL(server).origin;
  const origins = new Map(
    targets
      .filter(isOfHttp)
      .flatMap(({ url, job }) => (new URL(url).origin !== own ? [[new URL(url).origin, job] as const] : [])),
  );
  if (origins.size === 0) return skipped('no program is scraped');
  const details: DoctorDetail[] = [];
  for (const [origin, job] of [...origins].slice(0, MAX_PROGRAMS))
    details.push(await tryProgram(job, origin));
  const bad = details.filter(({ outcome }) => outcome === 'failed');
  const shown = [...bad, ...details.filter(({ outcome }) => outcome !== 'failed')];
  if (bad.length > 0) {
    return failed(
      listText(bad.map(({ title, seen }) => `${title}: ${seen}`)),
      fixOf('See what it says of itself:', `curl -i ${bad[0].title.split(' ').at(-1) ?? ''}`),
      shown,
    );
  }
  if (details.every(({ outcome }) => outcome === 'skipped')) {
    return skipped(
      'no program has a page of health',
      fixOf(
        'The SDK serves one; checks are declared in the definition:',
        "health: { checks: ['database'] },",
      ),
    );
  }
  return ok(plural(details.filter(({ outcome }) => outcome === 'ok').length, 'program'), shown);
}

/** Its page of health, wherever that is; a program that answers nothing at all is not well. */
async function tryProgram(job: string, origin: string): Promise<DoctorDetail> {
  for (const path of HEALTH_PATHS) {
    const page = await askHealthPage(origin + path);
    if (page.error !== '') return { title: `${job} ${origin}`, outcome: 'failed', seen: page.error };
    const title = `${job} ${origin}${path}`;
    if (page.status === OK) return { title, outcome: 'ok', seen: `HTTP ${OK} in ${page.tookMs} ms` };
    if (page.status === UNAVAILABLE) return { title, outcome: 'failed', seen: unhealthy(page) };
  }
  return {
    title: `${job} ${origin}`,
    outcome: 'skipped',
    seen: `no page of health at ${HEALTH_PATHS.join(', ')}`,
  };
}

/** Which checks fail, where the page says so. */
function unhealthy({ checks, status }: HealthPage): string {
  const bad = checks.filter(({ isWell }) => !isWell).map(({ name }) => name);
  return `HTTP ${status}${bad.length > 0 ? `; of its checks fail: ${bad.join(', ')}` : ''}`;
}

async function tryMachine({ prometheus, server }: Patient): Promise<StepFinding> {
  const [found] = await prometheus.instant('count(node_memory_MemTotal_bytes)');
  if (found && found.value > 0) return ok(`of ${plural(found.value, 'machine')}`);
  const url = `http://${new URL(server).hostname}:${NODE_EXPORTER_PORT}/metrics`;
  const page = await tried(url);
  if (typeof page !== 'string' && page.status === OK && readPage(page).samples > 0) {
    return failed(
      `they are at ${url}, and nobody scrapes them`,
      fixOf('Scrape them:', `npx telltale up --scrape ${url}`),
    );
  }
  return failed(
    'no figures of a machine, and no node exporter at port 9100',
    'A station reads its own machine, unless it was started with --no-host; of others, a node exporter tells.',
  );
}

/** The page, or why there is none. */
async function tried(url: string): Promise<GottenPage | string> {
  try {
    return await getPage(url, { timeoutMs: TIMEOUT_MS });
  } catch (error) {
    return error instanceof Error ? error.message.replace(`${url}: `, '') : String(error);
  }
}
