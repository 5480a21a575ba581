import type { SourceText } from '@telltale/formats';
import type { Finding } from '../finding.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { DisableComment } from './disable-comment.ts';
import { disableComments } from './disable-comment.ts';

const READ = new WeakMap<Workspace, readonly DisableComment[]>();

/** All comments of a workspace that silence rules, each once, whatever its file was read as. */
export function disablesOf(workspace: Workspace): readonly DisableComment[] {
  let disables = READ.get(workspace);
  if (!disables) READ.set(workspace, (disables = readDisables(workspace)));
  return disables;
}

function readDisables(workspace: Workspace): readonly DisableComment[] {
  const byPlace = new Map<string, DisableComment>();
  for (const source of sourcesOf(workspace)) {
    for (const comment of disableComments(source)) {
      const { file, line, column } = comment.place.position;
      const key = JSON.stringify([file, line, column]);
      if (!byPlace.has(key)) byPlace.set(key, comment);
    }
  }
  return [...byPlace.values()];
}

/** The texts of a workspace; a file that is read in several ways, or in parts, has several. */
export function sourcesOf({ files, documents, texts, definitions }: Workspace): ReadonlySet<SourceText> {
  return new Set([...texts, ...files, ...documents, ...definitions].map(({ source }) => source));
}

/** Whether a comment still counts on a day, `2026-12-31`. */
export function isInForce({ until }: DisableComment, today: string): boolean {
  return until === undefined || today <= until;
}

/** Whether a comment is about a finding: it names its rule, and stands for its line. */
export function silences(comment: DisableComment, { ruleId, place: { position } }: Finding): boolean {
  const { rules, firstLine, lastLine, place } = comment;
  return (
    place.position.file === position.file &&
    firstLine <= position.line &&
    position.line <= lastLine &&
    rules.some((name) => namesRule(name, ruleId))
  );
}

/** Whether a name of a comment, an id or `area/*`, means a rule. */
export function namesRule(name: string, ruleId: string): boolean {
  return name === ruleId || (name.endsWith('/*') && ruleId.startsWith(name.slice(0, -1)));
}
