import { catalogueNotes } from './catalogue-notes.ts';
import type { CheckRule } from './check-rule.ts';
import { withApplicableEdits } from './fix/applicable-edits.ts';
import type { CheckReport } from './report/check-report.ts';
import { countsOf } from './report/check-report.ts';
import { rulesOfPreset } from './rules/rules-of-preset.ts';
import { runRules } from './run-rules.ts';
import type { Workspace } from './workspace/workspace.ts';

/** How a workspace is checked. */
export interface WorkspaceCheckOptions {
  /** Rules to run; those of the preset `recommended` where nothing is said. */
  readonly rules?: readonly CheckRule[];
  /** What is known of how the workspace was read. */
  readonly discovery?: Pick<CheckReport, 'notes' | 'skipped'>;
  /** Decides which comments still silence rules: now, where nothing is said. */
  readonly nowMs?: number;
}

/** Runs rules over a workspace. */
export function checkWorkspace(
  workspace: Workspace,
  {
    rules = rulesOfPreset('recommended'),
    discovery: { notes, skipped } = { notes: [], skipped: [] },
    nowMs = Date.now(),
  }: WorkspaceCheckOptions = {},
): CheckReport {
  const { findings, silenced } = runRules(workspace, rules, new Date(nowMs).toISOString().slice(0, 10));
  return {
    findings: withApplicableEdits(findings, workspace),
    counts: countsOf(findings, workspace),
    notes: [...notes, ...catalogueNotes(workspace)],
    skipped,
    hidden: { silenced, known: 0, unchanged: 0 },
  };
}
