import type { Finding, Severity } from '../finding.ts';
import type { CheckReport } from './check-report.ts';

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
  const list = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  const text = [message, why, ...(fix === '' ? [] : [`fix: ${fix}`])].join('\n');
  return `::${COMMANDS[severity]} ${list.join(',')}::${data(text)}`;
}

/** What would end a command, or start another, is written as GitHub reads it back. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
