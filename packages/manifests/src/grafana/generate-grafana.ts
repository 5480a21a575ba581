import type { ResolvedDefinition } from '@telltale/definition';
import type { YamlMapping } from '@telltale/formats';
import { printYamlDocument } from '@telltale/formats';
import { fileHeader } from '../file-header.ts';
import type { DashboardFlavour, GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { logsWay } from '../elastic/shipped-logs.ts';
import { datasourceOf, logSourceOf, printDashboard } from './dashboard-flavour.ts';
import { grafanaDashboard } from './grafana-dashboard.ts';
import { grafanaDatasources } from './grafana-datasources.ts';

const DASHBOARDS = 'grafana/dashboards';
const PROVISIONING = 'grafana/provisioning';

/** Where the generated Compose file mounts dashboards that do not stand below the provisioning. */
export const GRAFANA_DASHBOARDS_MOUNT = '/var/lib/grafana/dashboards';
/** Where it mounts data sources and providers. */
export const GRAFANA_PROVISIONING_MOUNT = '/etc/grafana/provisioning';

/**
 * Generates what Grafana reads at its start: data sources, the provider of dashboards, and a classic
 * dashboard per dashboard of the definition. With `options.dashboards` of `import` or `api` only the
 * dashboards, written for that.
 */
export function generateGrafana(
  definition: ResolvedDefinition,
  { dashboards: flavour = 'provision' }: GenerateOptions = {},
): readonly GeneratedFile[] {
  const dashboards = dashboardFiles(definition, flavour);
  if (flavour !== 'provision') return dashboards;
  const { provisioning = PROVISIONING } = definition.layout ?? {};
  const header = fileHeader(definition);
  return [
    {
      path: `${provisioning}/datasources/datasources.yml`,
      text: printYamlDocument(grafanaDatasources(definition), header),
    },
    {
      path: `${provisioning}/dashboards/dashboard.yml`,
      text: printYamlDocument(dashboardProviders(definition), header),
    },
    ...dashboards,
  ];
}

/** The path of each dashboard's file, by its slug; a layout that names a file has the first there. */
function dashboardFiles(definition: ResolvedDefinition, flavour: DashboardFlavour): readonly GeneratedFile[] {
  const { dashboards: place = DASHBOARDS } = definition.layout ?? {};
  const context = {
    datasource: datasourceOf(flavour),
    logs: logsWay(definition) === undefined ? undefined : logSourceOf(flavour),
    description: fileHeader(definition).join(' '),
    editable: flavour !== 'provision',
  };
  return definition.dashboards.map((dashboard, index) => {
    const isNamed = place.endsWith('.json');
    const folder = isNamed ? folderOf(place) : place;
    const path = isNamed && index === 0 ? place : joined(folder, `${dashboard.slug}.json`);
    const model = grafanaDashboard(dashboard, definition, context);
    return { path, text: printDashboard(model, flavour) };
  });
}

function dashboardProviders(definition: ResolvedDefinition): YamlMapping {
  return {
    apiVersion: 1,
    providers: [
      {
        name: 'default',
        orgId: 1,
        folder: '',
        type: 'file',
        disableDeletion: false,
        updateIntervalSeconds: 10,
        // The definition is the truth: what somebody saves in the browser would be overwritten.
        allowUiUpdates: false,
        options: { path: dashboardsMount(definition) },
      },
    ],
  };
}

/** Dashboards inside the folder of the provisioning are mounted with it. */
function dashboardsMount({ layout }: ResolvedDefinition): string {
  const { dashboards = DASHBOARDS, provisioning = PROVISIONING } = layout ?? {};
  const folder = dashboards.endsWith('.json') ? folderOf(dashboards) : dashboards;
  if (!`${folder}/`.startsWith(`${provisioning}/`)) return GRAFANA_DASHBOARDS_MOUNT;
  return GRAFANA_PROVISIONING_MOUNT + folder.slice(provisioning.length);
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
