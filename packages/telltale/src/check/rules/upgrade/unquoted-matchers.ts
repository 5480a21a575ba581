import type { SourceNode } from '@telltale/formats';
import type { FindingPlace } from '../../finding.ts';
import type { Workspace } from '../../workspace/workspace.ts';

const MATCHER_FIELDS = ['matchers', 'source_matchers', 'target_matchers'];
/** A routing tree may be written by anybody. */
const MAX_DEPTH = 100;

/** Matchers of Alertmanager whose value has reserved characters and no quotes. */
export function* unquotedMatchers({ documents }: Workspace): Iterable<FindingPlace> {
  for (const { kind, root, placeOf } of documents) {
    if (kind !== 'alertmanager-config') continue;
    for (const node of matcherNodes(root)) if (isUnquoted(node.text() ?? '')) yield placeOf(node);
  }
}

function* matcherNodes(root: SourceNode): Iterable<SourceNode> {
  const rules = root.get('inhibit_rules')?.items() ?? [];
  for (const holder of [...routesIn(root.get('route'), 0), ...rules]) {
    for (const field of MATCHER_FIELDS) yield* holder.get(field)?.items() ?? [];
  }
}

function* routesIn(route: SourceNode | undefined, depth: number): Iterable<SourceNode> {
  if (!route || depth > MAX_DEPTH) return;
  yield route;
  for (const child of route.get('routes')?.items() ?? []) yield* routesIn(child, depth + 1);
}

/** One matcher a text; a list in braces is left alone. */
function isUnquoted(text: string): boolean {
  const value = /^\s*[A-Za-z_:][\w:]*\s*(?:=~|!~|!=|=)\s*(.*)$/s.exec(text)?.[1].trim();
  return value !== undefined && !value.startsWith('"') && (value === '' || /[{}!=~,\\"'`\s]/.test(value));
}
