import type { SourceNode } from '@telltale/formats';
import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { CheckedDocument } from '../../workspace/workspace.ts';
import { alertmanagerFiles } from './alertmanager-files.ts';
import { exampleRouting } from './example-routing.ts';

/** Fields that Alertmanager keeps only for old files, and what is written today. */
const OLD: ReadonlyMap<string, string> = new Map([
  ['match', 'matchers'],
  ['match_re', 'matchers'],
  ['source_match', 'source_matchers'],
  ['source_match_re', 'source_matchers'],
  ['target_match', 'target_matchers'],
  ['target_match_re', 'target_matchers'],
]);

/** Ways of writing that are on their way out. */
export const amLegacy: CheckRule = {
  id: 'am/legacy',
  severity: 'info',
  preset: 'strict',
  why: 'Alertmanager will stop reading it one day, and then refuse the file.',
  doc: 'match, match_re and their like in routes and inhibitions, and the section mute_time_intervals.',
  examples: [
    {
      wrong: {
        files: {
          'alertmanager.yml': exampleRouting({ routes: '    - receiver: team\n      match: { a: b }\n' }),
        },
      },
      right: {
        files: {
          'alertmanager.yml': exampleRouting({ routes: '    - receiver: team\n      matchers: [a="b"]\n' }),
        },
      },
    },
  ],
  *run(workspace) {
    for (const { document } of alertmanagerFiles(workspace)) {
      const { root, placeOf } = document;
      for (const { key, keyStart, keyEnd } of root.entries()) {
        if (key !== 'mute_time_intervals') continue;
        const place = placeOf({ start: keyStart, end: keyEnd });
        yield { place, message: `'${key}' is deprecated`, fix: "write 'time_intervals'" };
      }
      yield* oldFields(document, root.get('route'), 0);
      for (const rule of root.get('inhibit_rules')?.items() ?? []) yield* oldFields(document, rule, 0);
    }
  },
};

function* oldFields(
  document: CheckedDocument,
  node: SourceNode | undefined,
  depth: number,
): Iterable<RuleFinding> {
  if (!node || depth > 100) return;
  for (const { key, keyStart, keyEnd } of node.entries()) {
    const now = OLD.get(key);
    if (now === undefined) continue;
    const place = document.placeOf({ start: keyStart, end: keyEnd });
    yield {
      place,
      message: `'${key}' is deprecated`,
      fix: `write '${now}', such as ${now}: [severity="page"]`,
    };
  }
  for (const child of node.get('routes')?.items() ?? []) yield* oldFields(document, child, depth + 1);
}
