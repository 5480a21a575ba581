import type { Receiver } from '@telltale/model';
import { receiverSecrets } from '../secrets/stack-secret.ts';
import { pinnedImage } from '../versions/known-versions.ts';
import type { ComposeContext } from './compose-context.ts';
import { besideMounted, readOnlyMount } from './compose-context.ts';
import type { ComposeService } from './compose-file.ts';
import { hostAccess } from './host-access.ts';
import { COMMON, LOCKED, healthByUrl, limitsOf, loopbackPort, volumeAt } from './service-parts.ts';

const CONFIG = '/etc/alertmanager/alertmanager.yml';
const CLUSTER_PORT = 9094;

/** The names of the Alertmanagers: two that tell each other what they sent where nothing may be lost. */
export function alertmanagerServices({ ha }: { readonly ha?: boolean }): readonly string[] {
  return ha ? ['alertmanager', 'alertmanager-2'] : ['alertmanager'];
}

/**
 * The service of an Alertmanager.
 *
 * @param replica 0 for the first.
 */
export function alertmanagerService(context: ComposeContext, replica: number): ComposeService {
  const { definition, layout, options, stack } = context;
  const secrets = receiverSecrets(definition).map(({ name }) => name);
  const { alertmanager, templates } = layout;
  const volume = volumeAt(context, 'alertmanager', '/alertmanager');
  return {
    image: pinnedImage('alertmanager'),
    command: [
      `--config.file=${CONFIG}`,
      '--storage.path=/alertmanager',
      ...(options.ha ? clusterFlags() : ['--cluster.listen-address=']),
    ],
    ...hostAccess(definition.receivers.flatMap(addressOf)),
    ...(replica === 0 && { ports: [loopbackPort(stack.ports.alertmanager, 9093)] }),
    volumes: [
      readOnlyMount(context, alertmanager, CONFIG),
      readOnlyMount(context, templates, besideMounted(alertmanager, CONFIG, templates)),
      replica === 0 ? volume : volume.replace(':', '_2:'),
    ],
    ...(secrets.length > 0 && { secrets }),
    healthcheck: healthByUrl('http://localhost:9093/-/healthy'),
    ...COMMON,
    ...LOCKED,
    ...limitsOf(context, 'alertmanager'),
  };
}

function clusterFlags(): readonly string[] {
  const peers = alertmanagerServices({ ha: true }).map((name) => `--cluster.peer=${name}:${CLUSTER_PORT}`);
  return [`--cluster.listen-address=0.0.0.0:${CLUSTER_PORT}`, ...peers];
}

function addressOf(receiver: Receiver): readonly string[] {
  if (receiver.kind === 'webhook') return typeof receiver.url === 'string' ? [receiver.url] : [];
  return receiver.kind === 'email' ? [receiver.smarthost] : [];
}
