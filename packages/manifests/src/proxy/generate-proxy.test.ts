import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hasProgram } from '../../../../test/support/counterpart.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { stackDefinition } from '../../test/stack-definition.ts';
import { generateProxy } from './generate-proxy.ts';
import { PROXY_TLS } from './proxy-secrets.ts';

const [nginx, caddy] = generateProxy(stackDefinition());

/** The text of the server block with a name. */
function serverOf(text: string, name: string): string {
  const start = text.indexOf(`server_name ${name}.*`);
  const end = text.indexOf('server_name', start + 1);
  return text.slice(start, end === -1 ? undefined : end);
}

describe('generateProxy', () => {
  it('nginx speaks TLS only', () => {
    const ports = [...nginx.text.matchAll(/listen (.*);/g)].map(([, port]) => port);
    expect(ports).toEqual(['8443 ssl default_server', '8443 ssl', '8443 ssl', '8443 ssl']);
    expect(nginx.text).toContain('ssl_protocols TLSv1.2 TLSv1.3;');
  });

  it('nginx asks for a password where the server does not', () => {
    const asks = (name: string) =>
      serverOf(nginx.text, name).includes('auth_basic_user_file /run/secrets/proxy_users;');
    expect(['prometheus', 'alertmanager', 'grafana'].map(asks)).toEqual([true, true, false]);
  });

  it('nobody stops a server or deletes its data through the proxy', () => {
    for (const path of ['/-/quit', '/-/reload', '/api/v1/admin/']) {
      expect(serverOf(nginx.text, 'prometheus')).toContain(`location ${path} {\n      return 403;`);
      expect(caddy.text).toContain(path);
    }
  });

  it('Caddy has a site per server, with users from the environment', () => {
    expect(caddy.text.match(/^\w+\.\{\$MONITORING_DOMAIN.*$/gm)).toHaveLength(3);
    expect(caddy.text).toContain('reverse_proxy alertmanager:9093');
    expect(caddy.text.match(/basic_auth/g)).toHaveLength(2);
  });

  it('a stack that tells nobody has no Alertmanager to reach', () => {
    const files = generateProxy(stackDefinition({ receivers: [] }));
    expect(files.map(({ text }) => text.includes('alertmanager'))).toEqual([false, false]);
  });

  it('beside servers on the host it reaches them by their ports there', () => {
    const [{ text }] = generateProxy(stackDefinition(), { network: 'host' });
    expect(text).toContain('set $server http://127.0.0.1:3001;');
  });

  it.skipIf(!hasProgram('nginx') || !hasProgram('openssl'))('nginx -t takes the file', () => {
    const folder = temporaryFolder();
    const { stdout } = spawnSync('sh', ['-c', PROXY_TLS.command ?? ''], { encoding: 'utf8' });
    writeFileSync(join(folder, 'proxy_tls'), stdout);
    writeFileSync(join(folder, 'proxy_users'), 'ops:x\n');
    const config = join(folder, 'nginx.conf');
    writeFileSync(
      config,
      nginx.text.replaceAll('/run/secrets', folder).replace('/tmp/nginx.pid', join(folder, 'pid')),
    );
    // Its logs go to /dev/stdout and /dev/stderr, which it cannot open where they are sockets, as from Node.js.
    const said = join(folder, 'said');
    const { status } = spawnSync('sh', ['-c', `nginx -t -c ${config} -p ${folder} > ${said} 2>&1`]);
    expect([status, readFileSync(said, 'utf8')]).toEqual([0, expect.stringContaining('test is successful')]);
  });
});
