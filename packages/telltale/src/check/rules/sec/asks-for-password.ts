import { commandFlags } from '../../stack/command-flag.ts';
import type { ComposeService } from '../../stack/compose-service.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { mountPathOf } from '../scrape/scraping-container.ts';

/**
 * Whether a server of Prometheus' kind asks who it is: with a web configuration that has users or asks for
 * certificates, or that is not in sight.
 */
export function asksForPassword({ documents }: Workspace, service: ComposeService): boolean {
  const flag = commandFlags(service.node).find(({ name }) => name === 'web.config.file');
  if (!flag) return false;
  const config = documents.find(
    (document) => document.kind === 'web-config' && mountPathOf(service, document) === flag.value,
  );
  if (!config) return true;
  const users = config.root.get('basic_auth_users')?.entries() ?? [];
  const clients = config.root.at('tls_server_config', 'client_auth_type')?.text() ?? '';
  return users.length > 0 || clients.startsWith('Require');
}
