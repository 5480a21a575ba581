import type { DriftArea, DriftFinding } from '@telltale/station/contract';
import { AREAS } from './view-state.ts';
import type { DriftState } from './view-state.ts';

/** The differences of one area. */
export interface DriftGroup {
  readonly area: DriftArea;
  readonly findings: readonly DriftFinding[];
}

/** What the filters leave, by area; areas without anything are left out. */
export function shownDrift(findings: readonly DriftFinding[], state: DriftState): readonly DriftGroup[] {
  const words = state.search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = findings.filter(
    (finding) =>
      (state.area === 'all' || finding.area === state.area) &&
      (state.kind === 'all' || finding.kind === state.kind) &&
      words.every((word) => textOf(finding).includes(word)),
  );
  return AREAS.map((area) => ({ area, findings: shown.filter((finding) => finding.area === area) })).filter(
    (group) => group.findings.length > 0,
  );
}

function textOf({ title, fix, server, fields, code = '' }: DriftFinding): string {
  const inFields = fields.flatMap(({ name, defined, live }) => [name, defined, live]);
  return [title, fix, server, code, ...inFields].join('\n').toLowerCase();
}
