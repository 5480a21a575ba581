import { parseDuration } from '@telltale/model';
import type { Matcher } from '@telltale/model';
import type { SourceNode } from '../tree/source-node.ts';
import type { ParsedRoute } from './alertmanager-config.ts';
import { ROUTE_FIELDS } from './config-fields.ts';
import { parseMatchers } from './parse-matcher.ts';
import type { Reading } from './read-section.ts';
import { checkSection, listItems } from './read-section.ts';

/** A tree deeper than this is no configuration of a person. */
const MAX_DEPTH = 100;

/** Reads a node of the routing tree with those below it; `undefined` where there is none. */
export function parseRoute(
  reading: Reading,
  node: SourceNode | undefined,
  depth = 0,
): ParsedRoute | undefined {
  if (depth > MAX_DEPTH || !checkSection(reading, node, 'route', ROUTE_FIELDS)) return undefined;
  const matchers = readMatchers(reading, node, '');
  const receiver = node.get('receiver')?.text();
  return {
    ...(receiver === undefined ? {} : { receiver }),
    ...(node.get('group_by') && { groupBy: node.get('group_by')?.texts() }),
    ...duration('groupWaitMs', node.get('group_wait')),
    ...duration('groupIntervalMs', node.get('group_interval')),
    ...duration('repeatIntervalMs', node.get('repeat_interval')),
    matchers: matchers.map(({ matcher }) => matcher),
    matcherNodes: matchers.map((placed) => placed.node),
    continue: node.get('continue')?.boolean() ?? false,
    muteTimeIntervals: node.get('mute_time_intervals')?.texts() ?? [],
    activeTimeIntervals: node.get('active_time_intervals')?.texts() ?? [],
    routes: listItems(reading, node.get('routes'), 'routes').flatMap(
      (child) => parseRoute(reading, child, depth + 1) ?? [],
    ),
    node,
  };
}

function duration<Key extends string>(
  key: Key,
  node: SourceNode | undefined,
): { readonly [K in Key]?: number } {
  const object: { [K in Key]?: number } = {};
  const ms = parseDuration(node?.text() ?? '');
  if (ms !== undefined) object[key] = ms;
  return object;
}

/** A matcher and the text it is written in. */
interface PlacedMatcher {
  readonly matcher: Matcher;
  readonly node: SourceNode;
}

/** Matchers of a section in their three forms: `matchers`, and the old `match` and `match_re`. */
export function readMatchers(reading: Reading, node: SourceNode, prefix: string): readonly PlacedMatcher[] {
  const written = node.get(`${prefix}matchers`);
  const listed = listItems(reading, written, `${prefix}matchers`);
  const texts = written?.kind === 'scalar' ? [written] : listed;
  return [
    ...texts.flatMap((text) => readMatcherText(reading, text)),
    ...oldMatchers(node.get(`${prefix}match`), '='),
    ...oldMatchers(node.get(`${prefix}match_re`), '=~'),
  ];
}

function readMatcherText(reading: Reading, node: SourceNode): readonly PlacedMatcher[] {
  const text = node.text();
  if (text === undefined) {
    reading.issues.error('wrong-type', node.start, 'a matcher must be text', 'quote it: \'severity="page"\'');
    return [];
  }
  const parsed = parseMatchers(text);
  if (parsed.kind === 'matchers') return parsed.matchers.map((matcher) => ({ matcher, node }));
  const fix = 'write label="value", with =, !=, =~ or !~';
  reading.issues.error(
    'bad-value',
    node.offsetOf(parsed.offset),
    `this is no matcher: ${parsed.message}`,
    fix,
  );
  return [];
}

function oldMatchers(node: SourceNode | undefined, op: '=' | '=~'): readonly PlacedMatcher[] {
  return (node?.entries() ?? []).map(({ key, value }) => ({
    matcher: { name: key, op, value: value.text() ?? '' },
    node: value,
  }));
}
