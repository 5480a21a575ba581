import type { CheckRule } from '../../check-rule.ts';
import { isFragment } from '../../stack/compose-service.ts';

/** The key that said which format a Compose file had. */
export const composeVersionKey: CheckRule = {
  id: 'compose/version-key',
  severity: 'info',
  why: 'Docker Compose ignores the key since version 2 and warns about it at each start.',
  doc: 'A Compose file has the top-level key `version`, which means nothing any more.',
  examples: [
    {
      wrong: { files: { 'compose.yaml': "version: '3'\nservices:\n  web:\n    image: nginx:1.29.1\n" } },
      right: { files: { 'compose.yaml': 'services:\n  web:\n    image: nginx:1.29.1\n' } },
    },
  ],
  *run({ documents }) {
    for (const document of documents.filter(({ kind }) => kind === 'compose')) {
      const { root, source, placeOf } = document;
      const entry = root.entries().find(({ key }) => key === 'version');
      if (!entry || entry.value.kind !== 'scalar' || isFragment(document)) continue;
      const { keyStart: start, value } = entry;
      const lineEnd = source.text.indexOf('\n', value.end);
      const isWholeLine = /^\s*(?:#.*)?$/.test(
        source.text.slice(value.end, lineEnd === -1 ? undefined : lineEnd),
      );
      yield {
        place: placeOf({ start, end: entry.keyEnd }),
        message: 'the key `version` is obsolete',
        fix: 'remove the line',
        ...(isWholeLine && {
          edit: {
            file: source.file,
            start,
            end: lineEnd === -1 ? source.text.length : lineEnd + 1,
            text: '',
          },
        }),
      };
    }
  },
};
