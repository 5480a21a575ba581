import type { ProxiedServer } from './proxied-server.ts';
import { CLOSED_PATHS } from './proxied-server.ts';

/** The text of a `Caddyfile`: Caddy gets its certificates itself. */
export function caddyfile(servers: readonly ProxiedServer[], header: readonly string[]): string {
  return `${header.map((line) => `# ${line}`).join('\n')}
# MONITORING_DOMAIN: the domain below which the servers are. MONITORING_USER and
# MONITORING_PASSWORD_HASH: who may pass; caddy hash-password makes the hash.
${servers.map(siteBlock).join('\n')}`;
}

function siteBlock({ name, address, asksForPassword }: ProxiedServer): string {
  return `
${name}.{$MONITORING_DOMAIN:monitoring.localhost} {
	header {
		Strict-Transport-Security "max-age=31536000"
		X-Content-Type-Options nosniff
	}
${asksForPassword ? guardLines() : ''}	reverse_proxy ${address}
}
`;
}

function guardLines(): string {
  return `	@closed path ${CLOSED_PATHS.map((path) => (path.endsWith('/') ? `${path}*` : path)).join(' ')}
	respond @closed 403
	basic_auth {
		{$MONITORING_USER} {$MONITORING_PASSWORD_HASH}
	}
`;
}
