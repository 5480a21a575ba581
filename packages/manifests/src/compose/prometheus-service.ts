import { posix } from 'node:path';
import { prometheusFlags } from '../prometheus/prometheus-flags.ts';
import { ruleFiles } from '../prometheus/rule-files.ts';
import { ruleGroups } from '../prometheus/rule-groups.ts';
import { targetSecrets } from '../secrets/stack-secret.ts';
import { pinnedImage } from '../versions/known-versions.ts';
import type { ComposeContext } from './compose-context.ts';
import { besideMounted, readOnlyMount } from './compose-context.ts';
import type { ComposeService } from './compose-file.ts';
import { hostAccess } from './host-access.ts';
import { COMMON, LOCKED, healthByUrl, limitsOf, loopbackPort, volumeAt } from './service-parts.ts';

const CONFIG = '/etc/prometheus/prometheus.yml';
const WEB_CONFIG = '/etc/prometheus/web.yml';

/** Variable that tells one of two Prometheus servers from the other: `external_labels` read it. */
const REPLICA_VARIABLE = 'PROMETHEUS_REPLICA';

/** The names of the Prometheus servers: two where nothing may be lost. */
export function prometheusServices({ ha }: { readonly ha?: boolean }): readonly string[] {
  return ha ? ['prometheus', 'prometheus-2'] : ['prometheus'];
}

/**
 * The service of a Prometheus server. The second of two has no port on the host: it is there to take over.
 *
 * @param replica 0 for the first.
 */
export function prometheusService(context: ComposeContext, replica: number): ComposeService {
  const { definition, stack, options } = context;
  // The port is on loopback: only who is on the host already may reload and stop.
  // The flags are those of the image, whatever version the files are written for.
  const flags = [...prometheusFlags(definition, { ...options, target: {} }), '--web.enable-lifecycle'];
  const volume = volumeAt(context, 'prometheus', '/prometheus');
  const secrets = targetSecrets(definition).map(({ name }) => name);
  return {
    image: pinnedImage('prometheus'),
    command: flags,
    ...(options.ha && { environment: { [REPLICA_VARIABLE]: replica === 0 ? 'a' : 'b' } }),
    ...hostAccess(hostTargets(context)),
    ...(replica === 0 && { ports: [loopbackPort(stack.ports.prometheus, 9090)] }),
    volumes: [...configMounts(context), replica === 0 ? volume : volume.replace(':', '_2:')],
    ...(secrets.length > 0 && { secrets }),
    // A server that asks for a password or speaks TLS has no health check: the check knows no password.
    ...(!options.web && { healthcheck: healthByUrl('http://localhost:9090/-/healthy') }),
    ...COMMON,
    ...LOCKED,
    ...limitsOf(context, 'prometheus'),
  };
}

function configMounts(context: ComposeContext): readonly string[] {
  const { definition, layout } = context;
  const { prometheus, web } = layout;
  const mounts = [readOnlyMount(context, prometheus, CONFIG), readOnlyMount(context, web, WEB_CONFIG)];
  const files = [...ruleFiles(layout, ruleGroups(definition)).keys()];
  // A folder of their own is mounted whole: a file that is replaced would stay the old one in the container.
  const paths = files.map((path) => {
    const folder = posix.dirname(path);
    return folder === posix.dirname(prometheus) ? path : folder;
  });
  return [
    ...mounts,
    ...[...new Set(paths)].map((path) =>
      readOnlyMount(context, path, besideMounted(prometheus, CONFIG, path)),
    ),
  ];
}

/** Addresses of the targets that are no service of the stack. */
function hostTargets({ definition }: ComposeContext): readonly string[] {
  return definition.targets.flatMap(({ addresses, container }) => (container === undefined ? addresses : []));
}
