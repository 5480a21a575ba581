import type { RuleFinding } from '../finding.ts';
import { excerptOf } from './source-excerpt.ts';
import type { CheckedFile, Workspace } from './workspace.ts';

/** What Prometheus does with the parts that a warning is about. */
const WHY_WARNED = 'Prometheus loads the file without this part and says nothing: it has no effect.';

/** The faults that reading files of one kind brought up, as findings. */
export function* formatFindings({ files }: Workspace, kind: CheckedFile['kind']): Iterable<RuleFinding> {
  for (const { source, issues } of files.filter((file) => file.kind === kind)) {
    for (const { message, position, fix, severity } of issues) {
      const wordEnd =
        /^[\w.$-]+/.exec(source.line(position.line).slice(position.column - 1))?.[0].length ?? 1;
      const excerpt = excerptOf(source, position, { ...position, column: position.column + wordEnd });
      const place = { position, excerpt, subject: '' };
      // Only an error makes Prometheus refuse the file.
      yield { place, message, fix, severity, ...(severity === 'warning' && { why: WHY_WARNED }) };
    }
  }
}
