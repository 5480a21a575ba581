import { KNOWN_FEATURES, KNOWN_FLAGS } from '@telltale/manifests';
import type { KnownFlag, VersionedProgram } from '@telltale/manifests';
import type { CheckRule } from '../../check-rule.ts';
import type { FindingPlace, RuleFinding } from '../../finding.ts';
import { commandFlags } from '../../stack/command-flag.ts';
import { composeServices } from '../../stack/compose-service.ts';
import { isBelow, knownImageOf, parseImageReference, versionNumbers } from '../../stack/image-reference.ts';
import { containersOf } from '../../stack/kubernetes-object.ts';
import { fillDefaults } from '../../stack/variables.ts';
import type { SourceNode } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';
import type { Workspace } from '../../workspace/workspace.ts';

const compose = (flag: string): string =>
  `services:\n  prometheus:\n    image: prom/prometheus:v3.14.0\n    command:\n      - --config.file=/etc/prometheus/prometheus.yml\n      - ${flag}\n`;

/** Flags that the running version does not have, or that do nothing in it. */
export const promRemovedFlag: CheckRule = {
  id: 'prom/removed-flag',
  severity: 'error',
  why: 'With a flag that it does not know the server does not start.',
  doc: `A flag of Prometheus or Alertmanager that the version in the tag of its image has no more or not yet
(error), or that has no effect in it (warning). \`latest\` and no tag are the newest version; with
\`--target-versions\`, that version decides.`,
  examples: [
    {
      wrong: { files: { 'compose.yaml': compose('--storage.tsdb.retention=30d') } },
      right: { files: { 'compose.yaml': compose('--storage.tsdb.retention.time=30d') } },
    },
    {
      wrong: { files: { 'compose.yaml': compose('--enable-feature=promql-at-modifier') } },
      right: { files: { 'compose.yaml': compose('--enable-feature=exemplar-storage') } },
    },
  ],
  *run(workspace) {
    for (const { node, placeOf } of containers(workspace)) {
      const reference = parseImageReference(fillDefaults(node.get('image')?.text() ?? '').text);
      const component = reference && knownImageOf(reference.repository)?.component;
      if (!reference || component === undefined) continue;
      const target = workspace.targetVersions.get(component as VersionedProgram);
      const version = target?.numbers ?? versionNumbers(reference.tag ?? '') ?? NEWEST;
      for (const { name, value, range } of commandFlags(node)) {
        for (const known of knownFlags(component, name, value))
          yield* faultOf(known, version, placeOf(range));
      }
    }
  },
};

/** What is known of a flag, and of the features that it switches on. */
function knownFlags(component: string, name: string, value: string): readonly KnownFlag[] {
  const flags = KNOWN_FLAGS.filter((flag) => flag.component === component && flag.flag === name);
  if (name !== 'enable-feature') return flags;
  const features = value.split(',');
  return KNOWN_FEATURES.filter(
    (known) => known.component === component && features.includes(known.feature),
  ).map(({ feature, ...known }) => ({ ...known, flag: `${name}=${feature}` }));
}

const NEWEST: readonly number[] = [Number.POSITIVE_INFINITY];

interface Container {
  readonly node: SourceNode;
  readonly placeOf: (range: SourceRange) => FindingPlace;
}

function containers(workspace: Workspace): readonly Container[] {
  return [...composeServices(workspace), ...containersOf(workspace)];
}

function* faultOf(flag: KnownFlag, version: readonly number[], place: FindingPlace): Iterable<RuleFinding> {
  const { since, until, noEffectSince, instead } = flag;
  const fix = instead.startsWith('nothing')
    ? `remove it${instead.slice('nothing'.length)}`
    : `write ${instead}`;
  const isOlder = (bound: string): boolean => isBelow(version, versionNumbers(bound) ?? []);
  if (since !== undefined && isOlder(since)) {
    yield { place, message: `--${flag.flag} came with ${since}`, fix };
  } else if (until !== undefined && !isOlder(until)) {
    yield { place, message: `--${flag.flag} is gone since ${until}`, fix };
  } else if (noEffectSince !== undefined && !isOlder(noEffectSince)) {
    yield {
      place,
      message: `--${flag.flag} has nothing to do since ${noEffectSince}`,
      fix,
      severity: 'warning',
      why: 'Whoever reads it believes in something that is not there.',
    };
  }
}
