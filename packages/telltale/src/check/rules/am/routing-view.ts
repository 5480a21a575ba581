import type { ParsedRoute } from '@telltale/formats';
import type { Inhibition, Matcher, Receiver, Route } from '@telltale/model';
import type { FindingPlace } from '../../finding.ts';
import { placeOfName } from '../../workspace/definition-place.ts';
import type { CheckedDefinition, CheckedDocument, Workspace } from '../../workspace/workspace.ts';
import { alertmanagerFiles } from './alertmanager-files.ts';
import type { AlertmanagerFile } from './alertmanager-files.ts';

/** A node of a routing tree, of a file or a definition. */
export interface ViewedRoute {
  /** Who gets it: its own receiver or that of the node above. */
  readonly receiver: string;
  /** Whether the receiver is written at this node. */
  readonly hasReceiver: boolean;
  readonly matchers: readonly Matcher[];
  readonly continue: boolean;
  readonly groupBy?: readonly string[];
  readonly groupIntervalMs?: number;
  readonly routes: readonly ViewedRoute[];
  /** Where a part is written; the node itself where it is not. */
  readonly placeOf: (part: 'route' | 'receiver' | 'matchers' | 'group_by' | 'group_interval') => FindingPlace;
}

/** A receiver and the ways in which it is told. */
export interface ViewedReceiver {
  readonly name: string;
  readonly integrations: readonly {
    readonly kind: string;
    readonly sendResolved: boolean;
    readonly place: FindingPlace;
  }[];
  readonly place: FindingPlace;
}

/** Who is told of what: the same for files and definitions. */
export interface RoutingView {
  readonly origin: 'file' | 'definition';
  /** Name of the receiver that is told what another one refused, of a definition that has one. */
  readonly fallback?: string | undefined;
  /** Absent where a guide shows only receivers. */
  readonly route: ViewedRoute | undefined;
  readonly receivers: readonly ViewedReceiver[];
  readonly inhibitions: readonly (Inhibition & { readonly place: FindingPlace })[];
}

const KNOWN = new WeakMap<Workspace, readonly RoutingView[]>();

/** The routing of every Alertmanager configuration and definition. */
export function routingViews(workspace: Workspace): readonly RoutingView[] {
  const known = KNOWN.get(workspace);
  if (known) return known;
  const views = [
    ...alertmanagerFiles(workspace).map(viewOfFile),
    ...workspace.definitions.map(viewOfDefinition),
  ];
  KNOWN.set(workspace, views);
  return views;
}

/** Every node of a tree, parents first. */
export function routesOf(route: ViewedRoute): readonly ViewedRoute[] {
  return [route, ...route.routes.flatMap(routesOf)];
}

function viewOfFile({ document, config }: AlertmanagerFile): RoutingView {
  const { placeOf } = document;
  return {
    origin: 'file',
    route: config.route && routeOfFile(document, config.route, ''),
    receivers: config.receivers.map(({ name, node, integrations }) => ({
      name,
      integrations: integrations.map((integration) => ({
        kind: integration.kind,
        sendResolved: integration.sendResolved,
        place: placeOf(integration.node.get('send_resolved') ?? integration.node),
      })),
      place: placeOf(node.get('name') ?? node, `receiver ${name}`),
    })),
    inhibitions: config.inhibitRules.map((rule) => {
      const { source, target, equal, node } = rule;
      const [first] = node.entries();
      const range = first ? { start: first.keyStart, end: first.keyEnd } : node;
      return { source, target, equal, place: placeOf(range, 'inhibit rule') };
    }),
  };
}

function routeOfFile(document: CheckedDocument, route: ParsedRoute, inherited: string): ViewedRoute {
  const { node, matcherNodes, groupBy, groupIntervalMs, matchers } = route;
  const receiver = route.receiver ?? inherited;
  const [first] = node.entries();
  const whole = first ? { start: first.keyStart, end: first.keyEnd } : node;
  return {
    receiver,
    hasReceiver: route.receiver !== undefined,
    matchers,
    continue: route.continue,
    ...(groupBy && { groupBy }),
    ...(groupIntervalMs !== undefined && { groupIntervalMs }),
    routes: route.routes.map((child) => routeOfFile(document, child, receiver)),
    placeOf: (part) => {
      const own = part === 'matchers' ? matcherNodes[0] : part === 'route' ? undefined : node.get(part);
      return document.placeOf(own ?? whole, 'route');
    },
  };
}

function viewOfDefinition(definition: CheckedDefinition): RoutingView {
  const { receivers, route, inhibitions = [] } = definition.resolved;
  const place = (name: string): FindingPlace => placeOfName(definition, name);
  return {
    origin: 'definition',
    fallback: definition.resolved.fallback,
    route: routeOfDefinition(route, undefined, place),
    receivers: receivers.map((receiver) => receiverOfDefinition(receiver, place)),
    inhibitions: inhibitions.map((inhibition) => ({ ...inhibition, place: place('inhibitions') })),
  };
}

function receiverOfDefinition(
  { name, kind, sendResolved }: Receiver,
  place: (name: string) => FindingPlace,
): ViewedReceiver {
  return { name, integrations: [{ kind, sendResolved, place: place(name) }], place: place(name) };
}

function routeOfDefinition(
  route: Route,
  parent: Route | undefined,
  place: (name: string) => FindingPlace,
): ViewedRoute {
  return {
    receiver: route.receiver,
    // The empty name is nobody, which a definition may say.
    hasReceiver: route.receiver !== '',
    matchers: route.matchers,
    continue: route.continue,
    // What is as above was not written here.
    ...(parent?.groupBy.join() !== route.groupBy.join() && { groupBy: route.groupBy }),
    ...(parent?.groupIntervalMs !== route.groupIntervalMs && { groupIntervalMs: route.groupIntervalMs }),
    routes: route.routes.map((child) => routeOfDefinition(child, route, place)),
    placeOf: () => place(route.receiver),
  };
}
