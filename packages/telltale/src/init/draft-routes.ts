import type { ParsedAlertmanagerConfiguration, ParsedRoute, SourceNode } from '@telltale/formats';
import type { Matcher } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import type { DefinitionDraft, DraftMatch, DraftRoute } from './definition-draft.ts';
import { SEVERITIES } from './severities.ts';

type Timing = Pick<DraftRoute, 'groupBy' | 'groupWaitMs' | 'groupIntervalMs' | 'repeatIntervalMs'>;

/** What a route takes over from those above it. */
interface Inherited {
  readonly matchers: readonly Matcher[];
  readonly to: string;
  readonly timing: Timing;
}

/** Where a draft says what it could not take over. */
interface RouteContext {
  readonly placeOf: (node: SourceNode) => string;
  readonly draft: DefinitionDraft;
}

const TAKEN: ReadonlySet<string> = new Set(
  `receiver matchers match match_re group_by group_wait group_interval repeat_interval continue routes`.split(
    ' ',
  ),
);

/** Takes the routes over, which a definition has as one list. */
export function draftRoutes(
  { route, inhibitRules }: ParsedAlertmanagerConfiguration,
  placeOf: (node: SourceNode) => string,
  draft: DefinitionDraft,
): void {
  const context = { placeOf, draft };
  for (const { node, source, target, equal } of inhibitRules) {
    const pairs = matchesOf(source).flatMap((from) => matchesOf(target).map((to) => [from, to] as const));
    if (pairs.length === 0) draft.drop(placeOf(node), 'an inhibition', UNSAYABLE);
    for (const [from, to] of pairs) draft.inhibitions.push({ source: from, target: to, equal });
  }
  if (!route || draft.receivers.length === 0) return;
  const [first] = draft.receivers;
  const to = receiverOf(route, draft) ?? first.name;
  if (to !== route.receiver) {
    const reason = `alerts that no other route takes went to nobody: they go to ${to} now`;
    draft.drop(placeOf(route.node), `the route to ${route.receiver ?? 'no receiver'}`, reason);
  }
  dropOtherKeys(route, to, context);
  const inherited: Inherited = { matchers: [], to, timing: {} };
  draft.route = {
    to,
    ...timingOf(route),
    children: route.routes.flatMap((child) => draftChildren(child, inherited, context)),
  };
}

const UNSAYABLE = 'a definition says which labels alerts have, each once: write what is meant';

/** Routes below routes come first, with the matchers of both: the first that matches takes an alert. */
function draftChildren(route: ParsedRoute, above: Inherited, context: RouteContext): readonly DraftRoute[] {
  const { placeOf, draft } = context;
  const matchers = [...above.matchers, ...route.matchers];
  const written = route.receiver ?? above.to;
  const to = route.receiver === undefined ? above.to : receiverOf(route, draft);
  const drop = (reason: string) => draft.drop(placeOf(route.node), `the route to ${written}`, reason);
  const timing = { ...above.timing, ...timingOf(route) };
  const below = route.routes.flatMap((child) =>
    draftChildren(child, { matchers, to: to ?? above.to, timing }, context),
  );
  dropOtherKeys(route, written, context);
  if (to === undefined) {
    drop('it told nobody: what it matches goes on to the next route now');
    return below;
  }
  const matches = matchesOf(matchers);
  if (matches.length === 0) {
    drop(UNSAYABLE);
    return below;
  }
  const isNested = below.length > 0 || above.matchers.length > 0;
  if (route.continue && isNested) drop('it went on to routes beside it; one list has no such order');
  const goesOn = route.continue && !isNested;
  return [
    ...below,
    ...matches.map((match) => ({ to, match, ...timing, ...(goesOn && { continue: true }), children: [] })),
  ];
}

/** The receiver of a route where it tells somebody. */
function receiverOf({ receiver }: ParsedRoute, { receivers }: DefinitionDraft): string | undefined {
  return receivers.find(({ name }) => name === receiver)?.name;
}

/** One for each severity that the matchers take; none where a definition cannot say them. */
function matchesOf(matchers: readonly Matcher[]): readonly DraftMatch[] {
  const isDoubled = new Set(matchers.map(({ name }) => name)).size < matchers.length;
  if (matchers.length === 0 || isDoubled || matchers.some(({ op }) => op.startsWith('!'))) return [];
  const entries: (readonly [string, string | RegExp])[] = [];
  for (const { name, op, value } of matchers) {
    if (name === 'severity') continue;
    const wanted = op === '=' ? value : patternOf(value);
    if (wanted === undefined) return [];
    entries.push([name, wanted]);
  }
  const match = Object.fromEntries(entries);
  const severity = matchers.find(({ name }) => name === 'severity');
  if (severity === undefined) return [match];
  const matcher = compileMatcher(severity);
  return [...SEVERITIES]
    .filter((name) => matcher.matches(name))
    .map((name) => ({ severity: name, ...match }));
}

/** RE2 knows more than JavaScript in a few corners: what it alone reads cannot be said. */
function patternOf(value: string): RegExp | undefined {
  try {
    return new RegExp(value);
  } catch {
    return undefined;
  }
}

function timingOf({ groupBy, groupWaitMs, groupIntervalMs, repeatIntervalMs }: ParsedRoute): Timing {
  return {
    ...(groupBy && { groupBy }),
    ...(groupWaitMs !== undefined && { groupWaitMs }),
    ...(groupIntervalMs !== undefined && { groupIntervalMs }),
    ...(repeatIntervalMs !== undefined && { repeatIntervalMs }),
  };
}

function dropOtherKeys({ node }: ParsedRoute, to: string, { placeOf, draft }: RouteContext): void {
  const others = node.entries().flatMap(({ key }) => (TAKEN.has(key) ? [] : [key]));
  if (others.length === 0) return;
  draft.drop(
    placeOf(node),
    `${others.join(', ')} of the route to ${to}`,
    'routes of a definition do not have them',
  );
}
