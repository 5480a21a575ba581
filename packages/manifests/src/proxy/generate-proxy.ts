import { posix } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import { fileHeader } from '../file-header.ts';
import type { GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';
import { caddyfile } from './caddyfile.ts';
import { nginxConfig } from './nginx-config.ts';
import { proxiedServers } from './proxied-server.ts';

/**
 * Generates a reverse proxy in front of Prometheus, Alertmanager and Grafana, for nginx and for Caddy: TLS
 * for all, a password for the servers that ask for none, and no calls that stop a server or delete data.
 */
export function generateProxy(
  definition: ResolvedDefinition,
  options: GenerateOptions = {},
): readonly GeneratedFile[] {
  const folder = layoutOf(definition).proxy;
  const servers = proxiedServers(definition, options);
  const header = fileHeader(definition);
  return [
    { path: posix.join(folder, 'nginx.conf'), text: nginxConfig(servers, header) },
    { path: posix.join(folder, 'Caddyfile'), text: caddyfile(servers, header) },
  ];
}
