import { GRAFANA_DASHBOARDS_MOUNT, GRAFANA_PROVISIONING_MOUNT } from '../grafana/generate-grafana.ts';
import { logsWay } from '../elastic/shipped-logs.ts';
import { ELASTIC_PASSWORD } from '../secrets/elastic-password.ts';
import { mountedSecret } from '../secrets/stack-secret.ts';
import type { StackSecret } from '../secrets/stack-secret.ts';
import { pinnedImage } from '../versions/known-versions.ts';
import type { ComposeContext } from './compose-context.ts';
import { readOnlyMount } from './compose-context.ts';
import type { ComposeService } from './compose-file.ts';
import { COMMON, LOCKED, healthByUrl, limitsOf, loopbackPort, volumeAt } from './service-parts.ts';

/** The password of Grafana's first user, drawn by the guide: there is no default that somebody forgets to change. */
export const GRAFANA_SECRET: StackSecret = {
  name: 'grafana_admin_password',
  purpose: 'the password of the user admin of Grafana',
};

/** The service of Grafana: nobody signs himself up, nobody looks without signing in. */
export function grafanaService(context: ComposeContext): ComposeService {
  const { layout, stack, options } = context;
  const readsLogs = logsWay(context.definition) !== undefined;
  return {
    image: pinnedImage('grafana'),
    environment: {
      GF_SECURITY_ADMIN_PASSWORD__FILE: mountedSecret(GRAFANA_SECRET.name),
      GF_USERS_ALLOW_SIGN_UP: 'false',
      GF_AUTH_ANONYMOUS_ENABLED: 'false',
      GF_ANALYTICS_REPORTING_ENABLED: 'false',
      GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    },
    ports: [loopbackPort(stack.ports.grafana, 3000)],
    volumes: [
      readOnlyMount(context, layout.provisioning, GRAFANA_PROVISIONING_MOUNT),
      ...dashboardMounts(context),
      volumeAt(context, 'grafana', '/var/lib/grafana'),
    ],
    secrets: [GRAFANA_SECRET, ...(readsLogs ? [ELASTIC_PASSWORD] : [])].map(({ name }) => name),
    tmpfs: ['/tmp'],
    depends_on: { prometheus: { condition: options.web ? 'service_started' : 'service_healthy' } },
    healthcheck: healthByUrl('http://localhost:3000/api/health'),
    ...COMMON,
    ...LOCKED,
    ...limitsOf(context, 'grafana'),
  };
}

/** Dashboards inside the folder of the provisioning are mounted with it. */
function dashboardMounts(context: ComposeContext): readonly string[] {
  const { dashboards, provisioning } = context.layout;
  if (context.definition.dashboards.length === 0 || `${dashboards}/`.startsWith(`${provisioning}/`))
    return [];
  const name = dashboards.endsWith('.json') ? dashboards.slice(dashboards.lastIndexOf('/')) : '';
  return [readOnlyMount(context, dashboards, `${GRAFANA_DASHBOARDS_MOUNT}${name}`)];
}
