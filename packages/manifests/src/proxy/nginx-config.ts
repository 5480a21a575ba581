import { mountedSecret } from '../secrets/stack-secret.ts';
import { PROXY_TLS, PROXY_USERS } from './proxy-secrets.ts';
import type { ProxiedServer } from './proxied-server.ts';
import { CLOSED_PATHS, PROXY_PORT } from './proxied-server.ts';

/** The text of `nginx.conf`: TLS for all, a password where the server asks for none itself. */
export function nginxConfig(servers: readonly ProxiedServer[], header: readonly string[]): string {
  return `${header.map((line) => `# ${line}`).join('\n')}
# Each server has a host name of its own, such as prometheus.example.org.
worker_processes auto;
pid /tmp/nginx.pid;
error_log /dev/stderr warn;

events {
  worker_connections 1024;
}

http {
  access_log /dev/stdout;
  server_tokens off;
  client_body_temp_path /tmp/client_body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;

  ssl_certificate ${mountedSecret(PROXY_TLS.name)};
  ssl_certificate_key ${mountedSecret(PROXY_TLS.name)};
  ssl_protocols TLSv1.2 TLSv1.3;
  ssl_session_cache shared:tls:1m;

  # Names are asked for at each request: a container that was made anew has another address.
  resolver 127.0.0.11 valid=10s ipv6=off;
  limit_req_zone $binary_remote_addr zone=clients:1m rate=20r/s;

  map $http_upgrade $connection_upgrade {
    default upgrade;
    '' '';
  }

  server {
    listen ${PROXY_PORT} ssl default_server;
    return 404;
  }
${servers.map(serverBlock).join('')}}
`;
}

function serverBlock({ name, address, asksForPassword }: ProxiedServer): string {
  return `
  server {
    listen ${PROXY_PORT} ssl;
    server_name ${name}.*;
    add_header Strict-Transport-Security "max-age=31536000" always;
    add_header X-Content-Type-Options nosniff always;
    limit_req zone=clients burst=100 nodelay;
${asksForPassword ? passwordLines() : ''}
    location / {
      set $server http://${address};
      proxy_pass $server;
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto https;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_read_timeout 120s;
    }
${asksForPassword ? CLOSED_PATHS.map(closedLines).join('') : ''}  }
`;
}

function passwordLines(): string {
  return `    auth_basic "Monitoring";
    auth_basic_user_file ${mountedSecret(PROXY_USERS.name)};
`;
}

function closedLines(path: string): string {
  return `    location ${path} {
      return 403;
    }
`;
}
