import type { Finding, Severity } from '../finding.ts';
import type { CheckReport } from './check-report.ts';
import { githubCommand } from './github-command.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

/** The report as commands of GitHub Actions, which show findings beside the changed lines. */
export function githubReport({ findings }: CheckReport): string {
  return findings.map((finding) => `${annotation(finding)}\n`).join('');
}

function annotation({ ruleId, severity, message, why, fix, place }: Finding): string {
  const { position, excerpt } = place;
  const endColumn = position.column + Math.max(1, excerpt.end - excerpt.start) - 1;
  const properties = {
    file: position.file,
    line: position.line,
    col: position.column,
    endColumn,
    title: ruleId,
  };
  const text = [message, why, ...(fix === '' ? [] : [`fix: ${fix}`])].join('\n');
  return githubCommand(COMMANDS[severity], properties, text);
}
