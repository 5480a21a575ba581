import { closestName } from '@telltale/model';
import { dirname } from 'node:path/posix';
import type { CheckRule } from '../../check-rule.ts';
import { isFragment, servicesOf } from '../../stack/compose-service.ts';
import { mountsOf } from '../../stack/mount.ts';
import type { CheckedDocument } from '../../workspace/workspace.ts';

/** Named volumes that the file does not declare. */
export const composeUndeclaredVolume: CheckRule = {
  id: 'compose/undeclared-volume',
  severity: 'error',
  why: 'Docker Compose refuses the file: a service refers to an undefined volume.',
  doc: 'A service mounts a named volume that the top-level `volumes` of the Compose file do not have. Volumes that another Compose file of the same folder declares are left alone: the files may be used together. So are files that extend or include others.',
  examples: [
    {
      wrong: {
        files: {
          'compose.yaml':
            'services:\n  prometheus:\n    image: prom/prometheus:v3.14.0\n    volumes: [prometheus-data:/prometheus]\n',
        },
      },
      right: {
        files: {
          'compose.yaml':
            'services:\n  prometheus:\n    image: prom/prometheus:v3.14.0\n    volumes: [prometheus-data:/prometheus]\nvolumes:\n  prometheus-data:\n',
        },
      },
    },
  ],
  *run({ documents }) {
    const files = documents.filter((document) => document.kind === 'compose' && !isFragment(document));
    const declared = declaredByFolder(files);
    for (const document of files.filter(({ root }) => !root.get('include'))) {
      const names = declared.get(folderOf(document)) ?? new Set();
      for (const { node: service, placeOf } of servicesOf(document)) {
        for (const { kind, source, hasVariables, node } of mountsOf(service)) {
          if (kind !== 'volume' || source === undefined || hasVariables || names.has(source)) continue;
          const close = closestName(source, [...names]);
          const fix =
            close === undefined
              ? `add '${source}:' under the top-level 'volumes:'`
              : `did you mean ${close}?`;
          yield { place: placeOf(node), message: `the volume '${source}' is not declared`, fix };
        }
      }
    }
  },
};

function declaredByFolder(files: readonly CheckedDocument[]): ReadonlyMap<string, ReadonlySet<string>> {
  const declared = new Map<string, Set<string>>();
  for (const document of files) {
    const folder = folderOf(document);
    const names = declared.get(folder) ?? new Set();
    for (const { key } of document.root.get('volumes')?.entries() ?? []) names.add(key);
    declared.set(folder, names);
  }
  return declared;
}

/** The examples of a guide are a folder of their own. */
function folderOf({ source: { file } }: CheckedDocument): string {
  return /\.ya?ml$/.test(file) ? dirname(file) : file;
}
