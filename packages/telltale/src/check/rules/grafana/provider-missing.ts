import type { CheckRule } from '../../check-rule.ts';
import { composeFiles } from '../examples/example-grafana.ts';
import { grafanaMounts } from '../../stack/grafana-mount.ts';

/** Dashboards mounted where Grafana looks for providers, without one. */
export const grafanaProviderMissing: CheckRule = {
  id: 'grafana/provider-missing',
  severity: 'error',
  why: 'Grafana reads only the YAML files there: without a provider it loads no dashboard, and says nothing.',
  doc: 'A Compose file mounts a folder to `provisioning/dashboards` of Grafana that holds no YAML file with `providers`. Nothing is said where the folder is not in sight, unless a guide calls it the folder of dashboards.',
  examples: [
    {
      wrong: composeFiles('./dashboards:/etc/grafana/provisioning/dashboards', {
        'dashboards/shop.json': 'board',
      }),
      right: composeFiles('./dashboards:/etc/grafana/provisioning/dashboards', {
        'dashboards/shop.json': 'board',
        'dashboards/provider.yml': 'provider',
      }),
    },
  ],
  *run(workspace) {
    const providers = workspace.documents.filter(({ kind }) => kind === 'grafana-providers');
    const mounts = grafanaMounts(workspace);
    for (const { target, path, node, service } of mounts) {
      if (!/\/provisioning\/dashboards\/?$/.test(target) || path === undefined) continue;
      const hasProvider = providers.some(
        ({ source, path: shown, isExample }) =>
          isExample || [source.file, shown].some((file) => file.startsWith(`${path}/`)),
      );
      // Another mount may bring the file with the provider.
      const isCovered = mounts.some((mount) => mount.target.startsWith(`${target.replace(/\/$/, '')}/`));
      const isSeen =
        workspace.hasFile(path) === true || (service.document.isExample && /dashboards/.test(path));
      if (hasProvider || isCovered || !isSeen) continue;
      yield {
        place: service.placeOf(node),
        message: `${path} has no file with providers`,
        fix: `add ${path}/provider.yml with apiVersion: 1 and providers:, and name a path of JSON files in it`,
      };
    }
  },
};
