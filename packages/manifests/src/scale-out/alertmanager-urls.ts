import { hasAlertmanager } from '../has-alertmanager.ts';
import { alertmanagerServices } from '../compose/alertmanager-service.ts';
import type { ComposeContext } from '../compose/compose-context.ts';
import { urlFor } from '../prometheus/container-address.ts';

/** Who is told of alerts, as a container of the stack reaches them: those of the definition, else that of the stack. */
export function alertmanagerUrls({ definition, options }: ComposeContext): readonly string[] {
  const { alertmanagers = [] } = definition;
  if (alertmanagers.length > 0) return alertmanagers.map((address) => urlFor(address, options));
  if (!hasAlertmanager(definition)) return [];
  return alertmanagerServices(options).map((name) => `http://${name}:9093`);
}
