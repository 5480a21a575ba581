import type { DoctorDetail } from '@telltale/station/contract';
import { closestName } from '@telltale/model';
import { plural } from '../../check/report/plural.ts';
import { fieldsOf, listOf, textOf } from '../../server/json-fields.ts';
import type { PrometheusClient } from '../../server/prometheus-client.ts';
import { failed, ok } from '../ladder.ts';
import type { StepFinding } from '../ladder.ts';
import { fixOf, listText } from '../words.ts';
import { activeTargets, droppedTargets } from './listed-targets.ts';
import type { DroppedTarget, ListedTarget } from './listed-targets.ts';
import type { MetricsCase } from './metrics-case.ts';

/** Whether the server scrapes what is missed at all; of several targets, the first that is down is examined. */
export async function findTarget(examined: MetricsCase): Promise<StepFinding> {
  const { missed, patient } = examined;
  const targets = await activeTargets(patient.prometheus);
  const meant = targets.filter((target) => isMeant(target, missed));
  const target = meant.find(({ health }) => health === 'down') ?? meant.find(isOfHttp) ?? meant[0];
  if (target === undefined) {
    if (missed.target !== undefined && !patient.asksListedOnly) examined.url = addressOf(missed.target);
    return notListed(examined, targets);
  }
  examined.target = target;
  examined.url = target.url;
  const down = meant.filter(({ health }) => health === 'down').length;
  const state = down > 0 ? `${plural(meant.length, 'target')}, ${down} down` : plural(meant.length, 'target');
  return ok(`${state}; looking at ${target.job} at ${target.url}`, meant.map(detailOf));
}

/** Others the station reads itself. */
export function isOfHttp({ url }: Pick<ListedTarget, 'url'>): boolean {
  return /^https?:/.test(url);
}

function isMeant({ url, job, instance }: ListedTarget, { target, service }: MetricsCase['missed']): boolean {
  if (target !== undefined && url !== addressOf(target) && instance !== target) return false;
  return service === undefined || job === service;
}

/** `shop:3000` is a page as well. */
function addressOf(text: string): string {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (!url) return text;
  return url.pathname === '/' ? `${url.origin}/metrics` : url.href;
}

function detailOf({ job, url, health, lastError }: ListedTarget): DoctorDetail {
  const outcome = health === 'up' ? 'ok' : health === 'down' ? 'failed' : 'skipped';
  return { title: `${job} ${url}`, outcome, seen: lastError === '' ? health : lastError };
}

async function notListed(
  { patient, missed }: MetricsCase,
  targets: readonly ListedTarget[],
): Promise<StepFinding> {
  const name = missed.service ?? missed.target ?? '';
  const dropped = (await droppedTargets(patient.prometheus)).find((one) => isDropped(one, missed));
  if (dropped) return relabelled(patient.prometheus, dropped);
  if (targets.length === 0 && name === '') {
    return failed('the server scrapes nothing', targetFix('localhost:3000'));
  }
  const jobs = [...new Set(targets.map(({ job }) => job))];
  const near = missed.service === undefined ? undefined : closestName(missed.service, jobs);
  const seen = `no target is ${name}; jobs are ${listText(jobs, 8) || 'none'}`;
  if (near !== undefined) return failed(seen, `Did you mean ${near}?`);
  return failed(seen, targetFix(missed.target ?? 'localhost:3000', missed.service));
}

function targetFix(target: string, service = 'shop') {
  const url = URL.parse(addressOf(target));
  const path = url && url.pathname !== '/metrics' ? `, path: '${url.pathname}'` : '';
  return fixOf(
    'Name it in the definition, and reload the station; or give it to telltale up as --scrape HOST:PORT/PATH.',
    'targets: {',
    `  ${JSON.stringify(service)}: { address: '${url?.host ?? target}'${path} },`,
    '},',
  );
}

function isDropped({ job, labels }: DroppedTarget, { target, service }: MetricsCase['missed']): boolean {
  const address = labels.__address__ ?? '';
  const isAddress = target !== undefined && URL.parse(addressOf(target))?.host === address;
  return isAddress || (service !== undefined && (job === service || labels.job === service));
}

/** Which rule of relabelling left a target out, as far as the server tells. */
async function relabelled(client: PrometheusClient, { job, labels }: DroppedTarget): Promise<StepFinding> {
  const where = `relabelling drops ${labels.__address__ ?? 'it'} of the job ${job}`;
  const rule = await droppingRule(client, job, labels);
  return failed(
    rule === undefined ? where : `${where}, by the rule ${rule}`,
    fixOf(
      'Change or remove the rule of relabelling; try the rules of the job beforehand:',
      `npx telltale relabel ${job}`,
    ),
    Object.entries(labels).map(([title, seen]) => ({ title, outcome: 'skipped', seen })),
  );
}

async function droppingRule(
  client: PrometheusClient,
  job: string,
  labels: DroppedTarget['labels'],
): Promise<string | undefined> {
  const query = new URLSearchParams({ scrapePool: job, labels: JSON.stringify(labels) });
  const data = await client.optional(`targets/relabel_steps?${query.toString()}`);
  const steps = listOf(fieldsOf(data).steps);
  const index = steps.findIndex(({ keep }) => keep === false);
  if (index < 0) return undefined;
  const { action, regex, source_labels: sources } = fieldsOf(steps[index]?.rule);
  const from = Array.isArray(sources) ? sources.map(String).join(', ') : '';
  return `${index + 1}: ${textOf(action)} ${from} ~ ${JSON.stringify(textOf(regex))}`;
}
