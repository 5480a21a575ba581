import { posix } from 'node:path';
import { PROXY_PORT } from '../proxy/proxied-server.ts';
import { PROXY_SECRETS } from '../proxy/proxy-secrets.ts';
import { pinnedImage } from '../versions/known-versions.ts';
import type { ComposeContext } from './compose-context.ts';
import { readOnlyMount } from './compose-context.ts';
import type { ComposeService } from './compose-file.ts';
import { COMMON, LOCKED, healthBy, limitsOf } from './service-parts.ts';

/**
 * The one service that other machines may reach, over TLS and with a password: they do where PROXY_ADDRESS
 * is the address of the machine in their network, or 0.0.0.0.
 */
export function proxyService(context: ComposeContext): ComposeService {
  const { layout, stack } = context;
  const url = `https://localhost:${PROXY_PORT}/`;
  return {
    image: pinnedImage('nginx'),
    profiles: ['proxy'],
    // The user of the image: the port needs no rights.
    user: '101:101',
    ports: [`\${PROXY_ADDRESS:-127.0.0.1}:${stack.ports.proxy}:${PROXY_PORT}`],
    volumes: [readOnlyMount(context, posix.join(layout.proxy, 'nginx.conf'), '/etc/nginx/nginx.conf')],
    secrets: PROXY_SECRETS.map(({ name }) => name),
    tmpfs: ['/tmp'],
    // Who asks for no server gets 404, which is an answer.
    healthcheck: healthBy(['CMD-SHELL', `curl -k -s -o /dev/null ${url}`]),
    depends_on: { prometheus: { condition: 'service_started' } },
    ...COMMON,
    ...LOCKED,
    ...limitsOf(context, 'proxy'),
  };
}
