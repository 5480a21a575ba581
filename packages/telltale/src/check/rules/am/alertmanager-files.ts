import type { ParsedAlertmanagerConfiguration } from '@telltale/formats';
import { parseAlertmanagerConfig } from '@telltale/formats';
import { knownImageOf, versionNumbers } from '../../stack/image-reference.ts';
import { usedImages } from '../../stack/used-image.ts';
import type { CheckedDocument, Workspace } from '../../workspace/workspace.ts';

/** An `alertmanager.yml` as a tree with places and as what it means. */
export interface AlertmanagerFile {
  readonly document: CheckedDocument;
  readonly config: ParsedAlertmanagerConfiguration;
}

const KNOWN = new WeakMap<Workspace, readonly AlertmanagerFile[]>();

/** The configurations of Alertmanager; each is read once for all rules of the check. */
export function alertmanagerFiles(workspace: Workspace): readonly AlertmanagerFile[] {
  const known = KNOWN.get(workspace);
  if (known) return known;
  const documents = workspace.documents.filter(({ kind }) => kind === 'alertmanager-config');
  const version = documents.length > 0 ? runningVersion(workspace) : undefined;
  const files = documents.map((document) => {
    const { source } = document;
    return { document, config: parseAlertmanagerConfig(source.text, source.file, version) };
  });
  KNOWN.set(workspace, files);
  return files;
}

/** The version that it is to run on, or else the one that the stack in sight runs, where it runs one. */
function runningVersion(workspace: Workspace): string | undefined {
  const target = workspace.targetVersions.get('alertmanager');
  if (target) return target.numbers.length < 2 ? undefined : target.numbers.slice(0, 2).join('.');
  const versions = usedImages(workspace)
    .filter(({ repository }) => knownImageOf(repository)?.component === 'alertmanager')
    .map(({ tag }) => versionNumbers(tag ?? ''));
  const [first, ...others] = versions;
  if (!first || first.length < 2 || others.length > 0) return undefined;
  return `${first[0]}.${first[1]}`;
}
