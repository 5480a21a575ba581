import type { ResolvedTarget } from '@telltale/definition';
import { LabelSet, TelltaleError } from '@telltale/model';
import { familiesOfPage } from '../check/catalogue/from-metrics-page.ts';
import { readMetricsPage } from '../check/discovery/read-metrics-page.ts';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { serverAddress } from '../io/server-address.ts';
import { discoveredTargets } from '../relabel/discovered-targets.ts';
import type { JobPlace } from '../relabel/find-job.ts';
import { findJob } from '../relabel/find-job.ts';
import { printTrials } from '../relabel/print-trials.ts';
import type { RelabelTrial } from '../relabel/relabel-trial.ts';
import { labelsBefore, trySeries, tryTarget } from '../relabel/relabel-trial.ts';
import { trialsJson } from '../relabel/trials-json.ts';
import { createPrometheusClient } from '../server/prometheus-client.ts';

/** The options of `telltale relabel`. */
export interface RelabelCommandOptions extends JobPlace {
  readonly job: string;
  /** `name=value` each; with `__name__` it is a series, a target otherwise. */
  readonly labels: readonly string[];
  /** A running server whose discovered targets are tried. */
  readonly url?: string;
  /** A metrics page whose series are tried. */
  readonly metrics?: string;
  readonly json?: boolean;
}

type Job = readonly [ResolvedTarget, ...ResolvedTarget[]];

/**
 * `telltale relabel`: what the rules of a job make of a target or of series, rule by rule. Ends with 1 where
 * nothing of it is kept.
 *
 * @throws TelltaleError TT_USAGE, and what reading the definition, the page or the server throws.
 */
export async function relabelCommand(options: RelabelCommandOptions, io: CommandIo): Promise<number> {
  const job = await findJob(options.job, options, io);
  const trials = await trialsOf(job, options, io);
  io.write(options.json ? trialsJson(trials) : printTrials(trials));
  return trials.some(({ result }) => result !== undefined) ? EXIT.ok : EXIT.findings;
}

async function trialsOf(
  job: Job,
  options: RelabelCommandOptions,
  io: CommandIo,
): Promise<readonly RelabelTrial[]> {
  const given = LabelSet.from(options.labels.map(labelOf));
  if (options.metrics !== undefined) return pageTrials(job, options.metrics, given, io);
  if (given.metricName !== '') return [trySeries(job[0], {})(given)];
  if (options.url !== undefined) {
    const client = createPrometheusClient(serverAddress(options.url, io));
    const found = await discoveredTargets(client, options.job);
    if (found.length === 0) throw nothingToTry(`${client.address} knows no target of ${options.job}.`);
    return found.map((labels) => tryTarget(job[0], labels));
  }
  if (given.size > 0) return [tryTarget(job[0], labelsBefore(withoutGroup(job), given.toObject()))];
  // What is probed goes through no rules.
  const written = job.flatMap((target) =>
    (target.probes ? [] : target.addresses).map((address) =>
      tryTarget(target, labelsBefore(target, { __address__: address })),
    ),
  );
  if (written.length === 0) throw nothingToTry(`No address of ${options.job} is written out.`);
  return written;
}

function nothingToTry(message: string): TelltaleError {
  return new TelltaleError('TT_USAGE', message, {
    fix: 'Name labels, such as __address__=shop:9090, a running server with --url, or a page with --metrics.',
  });
}

/** Labels that only some addresses of the file have do not belong to another one. */
function withoutGroup(job: Job): ResolvedTarget {
  return job.length > 1 ? { ...job[0], labels: {} } : job[0];
}

/** Series get the labels of the target that is named, or of the first one that is written out. */
async function pageTrials(
  job: Job,
  page: string,
  given: LabelSet,
  io: CommandIo,
): Promise<readonly RelabelTrial[]> {
  const { body, contentType } = await readMetricsPage(page, io.cwd);
  const families = familiesOfPage(page, body, contentType);
  const [target] = job;
  const [address] = target.addresses;
  const named = given.size > 0 || address === undefined ? given.toObject() : { __address__: address };
  const ofTarget =
    Object.keys(named).length === 0 ? undefined : tryTarget(target, labelsBefore(target, named));
  const attempt = trySeries(target, ofTarget?.result?.toObject() ?? { job: target.job });
  return families.flatMap(({ samples }) => samples.map(({ labels }) => attempt(labels)));
}

function labelOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw new TelltaleError('TT_USAGE', `${JSON.stringify(text)} is not a label.`, {
    fix: 'Write name=value, such as __address__=shop:9090.',
  });
}
