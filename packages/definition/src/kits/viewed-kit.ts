import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import type {
  CounterDeclaration,
  GaugeDeclaration,
  HistogramDeclaration,
  MetricDeclaration,
} from '../metrics/declaration.ts';
import type { LabelSpec, LabelSpecs } from '../metrics/label-spec.ts';
import type { StateSetDeclaration } from '../metrics/state-set.ts';
import { checkDistinct, checkRoles } from './check-naming.ts';
import type { Kit, KitView } from './kit.ts';
import { RoleQueries } from './role-queries.ts';

/** How the metrics of a kit are named: the view that recorders, dashboards and users share. */
export interface KitNaming<Role extends string, LabelRole extends string> {
  /** Put in front of the default names with a `_`, for example the service. Given names are taken as they are. */
  readonly prefix?: string;
  /** Names of metrics by role; `false` leaves the metric out. */
  readonly names?: { readonly [Given in Role]?: string | false };
  /** Names of labels by label role; `false` leaves the label out. */
  readonly labels?: { readonly [Given in LabelRole]?: string | false };
  /** Help texts of metrics by role. */
  readonly help?: { readonly [Given in Role]?: string };
}

/** A metric of a kit under its default name; its labels are named by label role. */
export interface RoleMetric<
  Name extends string = string,
  Metric extends MetricDeclaration = MetricDeclaration,
> {
  readonly name: Name;
  readonly metric: Metric;
}

/** The metrics of a kit by role. */
export type RoleMetrics = Readonly<Record<string, RoleMetric>>;

type GivenName<View, Field extends string, Role extends PropertyKey> = View extends {
  readonly [Name in Field]: { readonly [Given in Role]: infer Text };
}
  ? Text
  : undefined;

type NameOf<View, Role extends PropertyKey, Default extends string> =
  GivenName<View, 'names', Role> extends infer Given
    ? Given extends string
      ? Given
      : Given extends false
        ? never
        : View extends { readonly prefix: infer Prefix extends string }
          ? `${Prefix}_${Default}`
          : Default
    : never;

type LabelNameOf<View, Role extends PropertyKey> =
  GivenName<View, 'labels', Role> extends infer Given
    ? Given extends string
      ? Given
      : Given extends false
        ? never
        : Role
    : never;

type Renamed<View, Labels extends LabelSpecs> = {
  readonly [Role in keyof Labels as LabelNameOf<View, Role>]: Labels[Role];
};

type Relabelled<View, Metric> =
  Metric extends CounterDeclaration<infer Labels, infer UnitName>
    ? CounterDeclaration<Renamed<View, Labels>, UnitName>
    : Metric extends GaugeDeclaration<infer Labels, infer UnitName>
      ? GaugeDeclaration<Renamed<View, Labels>, UnitName>
      : Metric extends HistogramDeclaration<infer Labels, infer UnitName, infer Edge>
        ? HistogramDeclaration<Renamed<View, Labels>, UnitName, Edge>
        : Metric extends StateSetDeclaration<infer Labels, infer State>
          ? StateSetDeclaration<Renamed<View, Labels>, State>
          : never;

/** The metrics of a kit under the names and with the labels of a view. */
export type ViewedMetrics<Metrics extends RoleMetrics, View> = {
  readonly [Role in keyof Metrics as NameOf<View, Role, Metrics[Role]['name']>]: Relabelled<
    View,
    Metrics[Role]['metric']
  >;
};

/** Options without the fields that a kit does not know: a misspelt role is a compile error. */
export type KnownFields<Given, Options> = {
  readonly [Field in keyof Given]: Field extends keyof Options
    ? Field extends 'names' | 'labels' | 'help'
      ? { readonly [Role in Exclude<keyof Given[Field], keyof NonNullable<Options[Field]>>]: never }
      : unknown
    : never;
};

/** What a kit is made from. */
export interface KitParts<Metrics extends RoleMetrics> {
  readonly kit: string;
  readonly metrics: Metrics;
  readonly views?: readonly KitView[];
  readonly dashboards: (queries: RoleQueries) => DashboardDeclarations;
}

type GivenNames = Readonly<Record<string, string | false | undefined>>;

/**
 * A kit whose metrics have the names and labels of a view. Throws `TT_DEFINITION_INVALID` where the view names
 * a role that is not there, or two roles the same.
 */
export function viewedKit<Metrics extends RoleMetrics, View extends KitNaming<string, string>>(
  { kit, metrics, views, dashboards }: KitParts<Metrics>,
  view: View,
): Kit<ViewedMetrics<Metrics, View>> {
  const { prefix }: KitNaming<string, string> = view;
  const labelRoles = Object.values(metrics).flatMap(({ metric }) => Object.keys(metric.labels));
  checkRoles(kit, view.names, Object.keys(metrics));
  checkRoles(kit, view.help, Object.keys(metrics));
  checkRoles(kit, view.labels, new Set(labelRoles));
  const helps: Readonly<Record<string, string | undefined>> = view.help ?? {};
  const names: GivenNames = view.names ?? {};
  const labelNames: GivenNames = view.labels ?? {};
  const viewed: Record<string, MetricDeclaration> = Object.create(null);
  const roles: Record<string, string> = Object.create(null);
  const labels: Record<string, string> = Object.create(null);
  for (const [role, { name, metric }] of Object.entries(metrics)) {
    const viewedName = names[role] ?? (prefix === undefined ? name : `${prefix}_${name}`);
    if (viewedName === false) continue;
    roles[role] = viewedName;
    const present = presentLabels(metric.labels, labelNames);
    checkDistinct(kit, present);
    Object.assign(labels, present);
    const renamed: Record<string, LabelSpec> = Object.create(null);
    for (const [labelRole, label] of Object.entries(present)) renamed[label] = metric.labels[labelRole];
    viewed[viewedName] = { ...metric, help: helps[role] ?? metric.help, labels: renamed };
  }
  checkDistinct(kit, roles);
  return {
    kit,
    // Made role by role as `ViewedMetrics` is, which TypeScript cannot follow.
    metrics: viewed as unknown as ViewedMetrics<Metrics, View>,
    roles,
    labels,
    ...(views && { views: views.filter(({ role }) => roles[role] !== undefined) }),
    dashboards: () => dashboards(new RoleQueries(viewed, roles, labels)),
  };
}

/** The name of each label role that a view does not leave out. */
function presentLabels(specs: LabelSpecs, names: GivenNames): Readonly<Record<string, string>> {
  const present: Record<string, string> = Object.create(null);
  for (const role of Object.keys(specs)) {
    const name = names[role] ?? role;
    if (name !== false) present[role] = name;
  }
  return present;
}
