import { sourcesOf } from '../disable/workspace-disables.ts';
import type { Finding } from '../finding.ts';
import type { Workspace } from '../workspace/workspace.ts';

/**
 * Leaves edits only where their offsets are those of the file: not in guides, or in files inside of
 * Kubernetes objects, whose parts are read as texts of their own.
 */
export function withApplicableEdits(findings: readonly Finding[], workspace: Workspace): readonly Finding[] {
  if (!findings.some(({ edit }) => edit)) return findings;
  const texts = new Map<string, Set<string>>();
  for (const { file, text } of sourcesOf(workspace)) {
    const known = texts.get(file);
    if (known) known.add(text);
    else texts.set(file, new Set([text]));
  }
  return findings.map(({ edit, ...finding }) =>
    edit && texts.get(edit.file)?.size === 1 ? { ...finding, edit } : finding,
  );
}
