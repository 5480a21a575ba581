import type { ResolvedTarget } from '@telltale/definition';
import type { Relabeller } from '@telltale/model';
import { LabelSet, formatDuration, parseDuration } from '@telltale/model';
import type { ScrapeOptions, ScrapeTarget } from '../scrape-target.ts';
import { scrapeOptionsOf } from '../scrape-target.ts';
import type { UrlParameters } from './target-url.ts';
import { targetUrl } from './target-url.ts';

const PARAMETER_PREFIX = '__param_';
const RESERVED_PREFIX = '__';

/** A job that is ready to make targets of what was found. */
export interface TargetTemplate {
  /** Labels that a target has where nothing else says so. */
  readonly defaults: LabelSet;
  /** Labels of the definition: they come before those of a group, and behind those of a target. */
  readonly labels: LabelSet;
  readonly parameters: UrlParameters;
  readonly relabel: Relabeller;
  readonly options: ScrapeOptions;
}

/** What became of one target that was found. */
export type PopulatedTarget =
  | { readonly kind: 'active'; readonly target: ScrapeTarget }
  /** The rules of the job do not want it. */
  | { readonly kind: 'dropped' }
  /** It cannot be scraped. */
  | { readonly kind: 'invalid'; readonly reason: string };

/** Makes ready what all targets of a job have in common. */
export function targetTemplate(job: ResolvedTarget, relabel: Relabeller): TargetTemplate {
  const question = job.path.indexOf('?');
  const path = question < 0 ? job.path : job.path.slice(0, question);
  const parameters = parametersOf(job, question < 0 ? '' : job.path.slice(question + 1));
  const ofParameters = [...parameters].flatMap(([name, [first]]): [string, string][] =>
    first === undefined ? [] : [[PARAMETER_PREFIX + name, first]],
  );
  const defaults = LabelSet.from([
    ['job', job.job],
    ['__scrape_interval__', formatDuration(job.intervalMs)],
    ['__scrape_timeout__', formatDuration(Math.min(job.timeoutMs, job.intervalMs))],
    ['__metrics_path__', path],
    ['__scheme__', job.scheme],
    ...ofParameters,
  ]);
  return { defaults, labels: LabelSet.of(job.labels), parameters, relabel, options: scrapeOptionsOf(job) };
}

function parametersOf({ params = {} }: ResolvedTarget, ofPath: string): UrlParameters {
  const parameters = new Map<string, string[]>();
  const given = Object.entries(params).flatMap(([name, values]) => values.map((value) => [name, value]));
  for (const [name, value] of [...new URLSearchParams(ofPath), ...given]) {
    const values = parameters.get(name) ?? [];
    parameters.set(name, [...values, value]);
  }
  return parameters;
}

/** All labels of a target before relabelling, as `discoveredLabels` of Prometheus' API has them. */
export function discoveredLabels(template: TargetTemplate, ofGroup: LabelSet, ofTarget: LabelSet): LabelSet {
  return LabelSet.from([
    ...template.defaults.entries(),
    ...ofGroup.entries(),
    ...template.labels.entries(),
    ...ofTarget.entries(),
  ]);
}

/** Makes a target of the labels that were discovered: relabels them and reads what is meant by `__…__`. */
export function populateTarget(template: TargetTemplate, discovered: LabelSet): PopulatedTarget {
  const labels = template.relabel(discovered);
  if (labels === undefined) return { kind: 'dropped' };
  const reason = faultOf(labels);
  if (reason !== undefined) return { kind: 'invalid', reason };
  const address = labels.get('__address__');
  const url = targetUrl({
    scheme: labels.get('__scheme__'),
    address,
    path: labels.get('__metrics_path__'),
    parameters: scrapedParameters(template.parameters, labels),
  });
  if (url === undefined) {
    return { kind: 'invalid', reason: `${JSON.stringify(address)} is not HOST:PORT` };
  }
  const instance = labels.get('instance') || address;
  const target: ScrapeTarget = {
    ...template.options,
    job: labels.get('job'),
    instance,
    url,
    intervalMs: parseDuration(labels.get('__scrape_interval__')) ?? 0,
    timeoutMs: parseDuration(labels.get('__scrape_timeout__')) ?? 0,
    labels: publicLabels(labels, instance),
  };
  return { kind: 'active', target };
}

/** Why the labels make no target, if they make none. */
function faultOf(labels: LabelSet): string | undefined {
  if (labels.get('__address__') === '') return 'it has no address';
  const scheme = labels.get('__scheme__');
  if (scheme !== 'http' && scheme !== 'https') {
    return `the scheme ${JSON.stringify(scheme)} is neither http nor https`;
  }
  const interval = parseDuration(labels.get('__scrape_interval__'));
  const timeout = parseDuration(labels.get('__scrape_timeout__'));
  if (!interval) return notADuration('__scrape_interval__', labels);
  if (!timeout) return notADuration('__scrape_timeout__', labels);
  if (timeout > interval) return 'the scrape timeout is longer than the scrape interval';
  const broken = [...labels.entries()].find(([name, value]) => !name.isWellFormed() || !value.isWellFormed());
  return broken && `the label ${JSON.stringify(broken[0])} is no Unicode text`;
}

function notADuration(name: string, labels: LabelSet): string {
  return `${name} is ${JSON.stringify(labels.get(name))}, not a duration above 0 such as 15s`;
}

/** Parameters of the job; of each the first value is what its label says now. */
function scrapedParameters(ofJob: UrlParameters, labels: LabelSet): UrlParameters {
  const parameters = new Map(ofJob);
  for (const [label, value] of labels.entries()) {
    if (!label.startsWith(PARAMETER_PREFIX)) continue;
    const name = label.slice(PARAMETER_PREFIX.length);
    const [, ...others] = ofJob.get(name) ?? [];
    parameters.set(name, [value, ...others]);
  }
  return parameters;
}

/** Labels that samples get; a null-prototype object, for names come from outside. */
function publicLabels(labels: LabelSet, instance: string): Readonly<Record<string, string>> {
  const kept = [...labels.entries()].filter(([name]) => !name.startsWith(RESERVED_PREFIX));
  return LabelSet.from([...kept, ['instance', instance]]).toObject();
}
