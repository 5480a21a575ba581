import { LabelSet } from '@telltale/model';
import type { TargetGroup } from '../../scrape/plan/target-group.ts';
import { MAX_DISCOVERED_TARGETS } from '../discoverer.ts';

/** Where a list was found. */
export interface ListOrigin {
  /** For messages. */
  readonly source: string;
  /** Labels that say where targets come from, such as `__meta_filepath`. */
  readonly meta: Readonly<Record<string, string>>;
}

/**
 * Reads a list of targets as file and HTTP discovery of Prometheus have it, out of a value that was JSON or
 * YAML: `[{"targets": ["host:port"], "labels": {"name": "value"}}]`.
 *
 * @throws Error that says what is wrong and where, in words of the list.
 */
export function readTargetGroups(value: unknown, origin: ListOrigin): readonly TargetGroup[] {
  if (value === null) return [];
  if (!Array.isArray(value)) throw new Error('it is not a list of target groups');
  let left = MAX_DISCOVERED_TARGETS;
  return value.map((entry: unknown, index) => {
    const group = readGroup(entry, index, origin);
    left -= group.targets.length;
    if (left < 0) throw new Error(`it has more than ${MAX_DISCOVERED_TARGETS} targets`);
    return group;
  });
}

function readGroup(entry: unknown, index: number, { source, meta }: ListOrigin): TargetGroup {
  const place = `entry ${index + 1}`;
  if (!isRecord(entry)) throw new Error(`${place} is not an object with "targets" and "labels"`);
  for (const key of Object.keys(entry)) {
    if (key !== 'targets' && key !== 'labels') {
      throw new Error(`${place} has ${JSON.stringify(key)}; only "targets" and "labels" are known`);
    }
  }
  const labels = readLabels(entry['labels'] ?? {}, place);
  return {
    source: `${source}:${index}`,
    labels: LabelSet.from([...labels, ...Object.entries(meta)]),
    targets: readTargets(entry['targets'] ?? [], place),
  };
}

function readTargets(value: unknown, place: string): readonly LabelSet[] {
  if (!Array.isArray(value)) throw new Error(`"targets" of ${place} is not a list`);
  return value.map((address: unknown) => {
    if (typeof address !== 'string') {
      throw new Error(`"targets" of ${place} has ${JSON.stringify(address)}, which is not a text`);
    }
    return LabelSet.fromSorted(['__address__'], [address]);
  });
}

/** Any name but the empty one is that of a label, as in Prometheus 3; names are never looked up in the object. */
function readLabels(value: unknown, place: string): readonly (readonly [string, string])[] {
  if (!isRecord(value)) throw new Error(`"labels" of ${place} is not an object`);
  return Object.entries(value).map(([name, label]) => {
    if (name === '' || !name.isWellFormed()) {
      throw new Error(`${JSON.stringify(name)} in "labels" of ${place} is not the name of a label`);
    }
    if (label === null) return [name, ''] as const;
    if (typeof label !== 'string') {
      throw new Error(`the label ${JSON.stringify(name)} of ${place} is not a text`);
    }
    return [name, label] as const;
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
