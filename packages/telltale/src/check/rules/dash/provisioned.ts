import { dirname } from 'node:path/posix';
import { grafanaMounts } from '../../stack/grafana-mount.ts';
import type { CheckedDashboard } from '../../workspace/grafana-dashboard.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/**
 * Whether Grafana reads a dashboard from its file: it is in a Kubernetes object, in a folder named
 * `provisioning`, or in one that a Compose file mounts into Grafana.
 */
export function isProvisioned(dashboard: CheckedDashboard, workspace: Workspace): boolean {
  if (dashboard.isInKubernetes || /(?:^|\/)provisioning\//.test(dashboard.file)) return true;
  const folder = dirname(dashboard.file);
  return grafanaMounts(workspace).some(
    ({ path }) => path !== undefined && (`${folder}/`.startsWith(`${path}/`) || dashboard.file === path),
  );
}
