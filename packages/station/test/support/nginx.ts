import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { freePort } from '../../../../test/support/free-port.ts';
import { startProgram, stopProgram } from '../../../../test/support/program.ts';
import { waitFor } from '../../../../test/support/wait-for.ts';
import { intakeFolder } from './intake-station.ts';

/**
 * A real nginx in front of a station for one test, until it answers.
 *
 * @param server Directives of its `server`.
 * @returns Its address.
 */
export async function nginx(server: string): Promise<string> {
  const folder = intakeFolder();
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log stderr;
events {}
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port};
    ${server}
  }
}
`,
  );
  const program = startProgram('nginx', ['-e', 'stderr', '-c', file]);
  onTestFinished(() => stopProgram(program));
  const url = `http://127.0.0.1:${port}`;
  await waitFor('nginx answers', () =>
    fetch(url).then(
      () => true,
      () => false,
    ),
  );
  return url;
}
