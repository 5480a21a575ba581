import type { Relabeller } from '@telltale/model';
import { LabelSet, createRelabeller } from '@telltale/model';
import { compileRelabelRegexp } from '@telltale/promql';
import { DEFAULT_SCRAPE_LIMITS } from '@telltale/definition';
import type { ScrapeLimitName, ScrapeLimits } from './scrape-limit-error.ts';
import { ScrapeLimitError } from './scrape-limit-error.ts';
import type { ScrapeTarget } from './scrape-target.ts';
import { SharedLabels } from './shared-labels.ts';

/** Characters of a label set in a message. */
const MAX_SHOWN_LABELS = 200;

/**
 * Gives the labels of an exposed sample their final form; `undefined` where relabelling drops it.
 *
 * @param emptyLabels Names that stand on the page with an empty value.
 * @throws ScrapeLimitError
 */
export type SampleLabels = (exposed: LabelSet, emptyLabels?: readonly string[]) => LabelSet | undefined;

/** What of a target decides about the labels of its samples. */
export type LabellingOptions = Pick<ScrapeTarget, 'labels' | 'metricRelabel' | 'honorLabels' | 'limits'>;

/**
 * The labelling of a target, in the order of Prometheus: its labels are added, those of the page that clash
 * become `exported_…` or stay, rules change them, limits are looked at last.
 *
 * @throws whatever a regular expression of the rules is wrong with.
 */
export function createSampleLabels(target: LabellingOptions): SampleLabels {
  const { honorLabels = false, limits = DEFAULT_SCRAPE_LIMITS } = target;
  const ofTarget = LabelSet.of(target.labels);
  const relabel: Relabeller = createRelabeller(target.metricRelabel ?? [], compileRelabelRegexp);
  const shared = new SharedLabels();
  return (exposed, emptyLabels = []) => {
    const joined = honorLabels ? honoured(exposed, emptyLabels, ofTarget) : renamed(exposed, ofTarget);
    const labels = relabel(joined);
    if (labels === undefined || labels.size === 0) return undefined;
    if (labels.metricName === '') throw new Error(`metricRelabel leaves ${shown(joined)} without a name`);
    checkLimits(labels, limits);
    return shared.share(labels);
  };
}

function honoured(exposed: LabelSet, emptyLabels: readonly string[], ofTarget: LabelSet): LabelSet {
  return merged(exposed, ofTarget.without([...exposed.names, ...emptyLabels]));
}

/** The labels of two sets that have none in common: both are sorted already. */
function merged(one: LabelSet, other: LabelSet): LabelSet {
  const names: string[] = [];
  const values: string[] = [];
  for (let i = 0, j = 0; i < one.size || j < other.size;) {
    const isNext = j === other.size || (i < one.size && one.names[i] < other.names[j]);
    names.push(isNext ? one.names[i] : other.names[j]);
    values.push(isNext ? one.values[i++] : other.values[j++]);
  }
  return LabelSet.fromSorted(names, values);
}

function renamed(exposed: LabelSet, ofTarget: LabelSet): LabelSet {
  const clashing = exposed.names.filter((name) => ofTarget.has(name));
  if (clashing.length === 0) return merged(exposed, ofTarget);
  const labels = new Map([...exposed.entries(), ...ofTarget.entries()]);
  // The shorter name first, as in Prometheus: it decides who is `exported_…` where both could be.
  for (const name of clashing.toSorted((a, b) => a.length - b.length)) {
    let free = `exported_${name}`;
    while ((labels.get(free) ?? '') !== '') free = `exported_${free}`;
    labels.set(free, exposed.get(name));
  }
  return LabelSet.from(labels);
}

function checkLimits(labels: LabelSet, limits: ScrapeLimits): void {
  if (labels.size > limits.labels) {
    throw exceeded(labels, `has ${labels.size} labels, more than ${limits.labels}`, 'labels');
  }
  for (let i = 0; i < labels.size; i++) {
    const [name, value] = [labels.names[i], labels.values[i]];
    if (isLonger(name, limits.labelNameBytes)) {
      throw exceeded(
        labels,
        `has the label ${cut(name)} of more than ${limits.labelNameBytes} bytes`,
        'labelNameSize',
      );
    }
    if (isLonger(value, limits.labelValueBytes)) {
      const what = `has a value of ${cut(name)} of more than ${limits.labelValueBytes} bytes`;
      throw exceeded(labels, what, 'labelValueSize');
    }
  }
}

/** A character has three bytes at most: only what may be too long is counted. */
function isLonger(text: string, bytes: number): boolean {
  return text.length > bytes || (text.length * 3 > bytes && Buffer.byteLength(text) > bytes);
}

function exceeded(labels: LabelSet, problem: string, limit: ScrapeLimitName): ScrapeLimitError {
  return new ScrapeLimitError(`the series ${shown(labels)} ${problem}`, limit);
}

function shown(labels: LabelSet): string {
  return cut(LabelSet.from([...labels.entries()].map(([name, value]) => [cut(name), cut(value)])).toString());
}

function cut(text: string): string {
  return text.length <= MAX_SHOWN_LABELS ? text : `${text.slice(0, MAX_SHOWN_LABELS)}…`;
}
