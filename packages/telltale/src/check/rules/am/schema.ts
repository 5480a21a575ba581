import type { FormatIssue } from '@telltale/formats';
import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import type { AlertmanagerFile } from './alertmanager-files.ts';
import { alertmanagerFiles } from './alertmanager-files.ts';
import { exampleRouting } from './example-routing.ts';

/** Faults of an `alertmanager.yml`, other than unknown fields. */
export const amSchema: CheckRule = {
  id: 'am/schema',
  severity: 'error',
  why: 'Alertmanager does not start, or goes on with its last good configuration.',
  doc: `What Alertmanager refuses: wrong types, durations that are none, matchers that cannot be read, a root
route with matchers, receivers without an address or key, a secret given twice, unknown time intervals.`,
  examples: [
    {
      wrong: { files: { 'alertmanager.yml': exampleRouting({ extra: '  group_wait: 30 seconds\n' }) } },
      right: { files: { 'alertmanager.yml': exampleRouting({ extra: '  group_wait: 30s\n' }) } },
    },
  ],
  run: (workspace) => faultsOf(workspace, (code) => code !== 'unknown-field'),
};

/** The issues of all files of some kinds as findings. */
export function* faultsOf(
  workspace: Workspace,
  isMeant: (code: FormatIssue['code']) => boolean,
): Iterable<RuleFinding> {
  for (const file of alertmanagerFiles(workspace)) {
    for (const issue of file.config.issues.filter(({ code }) => isMeant(code))) {
      if (isLeftOut(file, issue)) continue;
      const { source, placeOf } = file.document;
      const start = source.offsetAt(issue.position);
      const width = /^["']?[\w.$-]+["']?/.exec(source.text.slice(start, start + 80))?.[0].length ?? 1;
      yield { place: placeOf({ start, end: start + width }), message: issue.message, fix: issue.fix };
    }
  }
}

/** A guide shows the part that it talks about. */
function isLeftOut({ document }: AlertmanagerFile, { code, message }: FormatIssue): boolean {
  if (!document.isExample || code !== 'missing-field') return false;
  return /has no '(?:route|receiver|smarthost|from|api_url)'/.test(message);
}
