import type {
  ParsedAlertmanagerConfiguration,
  ParsedInhibitRule,
  ParsedRoute,
  SourceNode,
} from '@telltale/formats';
import { closestName } from '@telltale/model';
import type { Inhibition, Matcher, Route } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import type { ConfigurationSource } from './configuration-source.ts';

/** What a route has that says nothing of its own: Alertmanager's defaults at the root. */
type Inherited = Pick<Route, 'receiver' | 'groupBy' | 'groupWaitMs' | 'groupIntervalMs' | 'repeatIntervalMs'>;

const DEFAULTS: Inherited = {
  receiver: '',
  groupBy: [],
  groupWaitMs: 30_000,
  groupIntervalMs: 5 * 60_000,
  repeatIntervalMs: 4 * 3_600_000,
};

/** The routing tree with what each node inherits filled in. Throws `TT_FILE_FORMAT`, naming the place. */
export function loadRoutes(
  { route, receivers, root }: ParsedAlertmanagerConfiguration,
  source: ConfigurationSource,
): Route {
  if (!route) throw source.fault(root ?? 0, "the configuration has no 'route'");
  const told = new Map(receivers.map(({ name, integrations }) => [name, integrations.length > 0]));
  return loadRoute(route, DEFAULTS, { source, told });
}

interface Context {
  readonly source: ConfigurationSource;
  /** Receivers, and whether anybody is told by them. */
  readonly told: ReadonlyMap<string, boolean>;
}

function loadRoute(parsed: ParsedRoute, above: Inherited, context: Context): Route {
  const { matchers, matcherNodes, muteTimeIntervals, activeTimeIntervals } = parsed;
  for (const [index, matcher] of matchers.entries())
    checkMatcher(matcher, matcherNodes[index], context.source);
  const own: Inherited = {
    receiver: parsed.receiver === undefined ? above.receiver : receiverOf(parsed, context),
    groupBy: parsed.groupBy?.length ? parsed.groupBy : above.groupBy,
    groupWaitMs: parsed.groupWaitMs ?? above.groupWaitMs,
    groupIntervalMs: parsed.groupIntervalMs ?? above.groupIntervalMs,
    repeatIntervalMs: parsed.repeatIntervalMs ?? above.repeatIntervalMs,
  };
  return {
    ...own,
    matchers,
    continue: parsed.continue,
    ...(muteTimeIntervals.length > 0 && { muteTimeIntervals }),
    ...(activeTimeIntervals.length > 0 && { activeTimeIntervals }),
    routes: parsed.routes.map((child) => loadRoute(child, own, context)),
  };
}

/** A receiver by which nobody is told has the empty name. */
function receiverOf({ receiver = '', node }: ParsedRoute, { told, source }: Context): string {
  const isTold = told.get(receiver);
  if (isTold !== undefined) return isTold ? receiver : '';
  const meant = closestName(receiver, told.keys());
  const fix = meant === undefined ? 'Add it to the receivers.' : `Did you mean '${meant}'?`;
  throw source.fault(node.get('receiver') ?? node, `there is no receiver '${receiver}'`, fix);
}

function checkMatcher(matcher: Matcher, node: SourceNode, source: ConfigurationSource): void {
  try {
    compileMatcher(matcher);
  } catch (error) {
    throw source.fault(node, error instanceof Error ? error.message : String(error));
  }
}

/** The inhibitions, of the old form too. */
export function loadInhibitions(
  { inhibitRules }: ParsedAlertmanagerConfiguration,
  source: ConfigurationSource,
): readonly Inhibition[] {
  return inhibitRules.map((rule) => loadInhibition(rule, source));
}

function loadInhibition(
  { source: from, target, equal, node }: ParsedInhibitRule,
  source: ConfigurationSource,
): Inhibition {
  for (const matcher of [...from, ...target]) checkMatcher(matcher, node, source);
  return { source: from, target, equal };
}
