import type { ResolvedDefinition } from '@telltale/definition';
import type { ExampleInput } from '../../check-rule.ts';
import { addFileText } from '../../discovery/add-file-text.ts';
import { parseTargetVersions } from '../../stack/target-versions.ts';
import { createInputCollector } from '../../workspace/input-collector.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { exampleReceivers } from './example-receivers.ts';

const TEAM = exampleReceivers({ defined: ['team'], routed: ['team'] });

/** What an example leaves out of its definition. */
const REST: ResolvedDefinition = {
  service: 'shop',
  owner: 'team-shop',
  metrics: [],
  targets: [],
  evaluationIntervalMs: 15_000,
  receivers: [],
  route: {
    receiver: 'none',
    matchers: [],
    continue: false,
    groupBy: [],
    groupWaitMs: 0,
    groupIntervalMs: 0,
    repeatIntervalMs: 0,
    routes: [],
  },
  rules: [],
  dashboards: [],
  queries: [],
  station: {},
};

/**
 * An example as the check sees it: its files as they would be found in a folder that holds nothing else,
 * its definition with the rest of a shop around it.
 */
export function exampleWorkspace({ files = {}, definition, targetVersions }: ExampleInput): Workspace {
  const collector = createInputCollector();
  const paths = Object.keys(files);
  if (paths.length > 0) collector.setFiles(withFolders(paths));
  for (const [file, text] of Object.entries(files)) addFileText(file, { text }, collector);
  if (definition) {
    const receivers = definition.route ? {} : TEAM;
    collector.addDefinition({ ...REST, ...receivers, ...definition }, '');
  }
  const workspace = collector.workspace();
  return targetVersions === undefined
    ? workspace
    : { ...workspace, targetVersions: parseTargetVersions(targetVersions) };
}

function withFolders(paths: readonly string[]): ReadonlySet<string> {
  const folders = paths.flatMap((path) =>
    path.split('/').map((_, index, parts) => parts.slice(0, index + 1).join('/')),
  );
  return new Set(folders);
}
