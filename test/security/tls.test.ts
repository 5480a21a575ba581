import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import type { CertificateAuthority, CertificateFiles } from '../support/certificates.ts';
import { createAuthority } from '../support/certificates.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { ROOT, startProgram, stopProgram } from '../support/program.ts';
import { telltale } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const PATIENCE_MS = 60_000;

const folder = suiteFolder();

/** A service, its station and whoever asks: everything that goes over the network between them goes over TLS. */
describe.skipIf(!hasProgram('openssl'))('TLS on every way', () => {
  const programs: Program[] = [];
  let authority: CertificateAuthority;
  let ops: CertificateFiles;
  let port: number;

  beforeAll(async () => {
    authority = createAuthority(folder.path);
    const server = authority.issue({ name: 'DNS:localhost,IP:127.0.0.1' });
    ops = authority.issue({ name: 'DNS:ops.internal' });
    port = await freePort();
    const service = startProgram(
      'node',
      [
        '--conditions=@telltale/source',
        '--no-warnings',
        join(ROOT, 'test/security/tls-service.ts'),
        server.certFile,
        server.keyFile,
      ],
      {
        env: {
          PUSH_URL: `https://localhost:${port}/v1/metrics`,
          OTEL_EXPORTER_OTLP_CERTIFICATE: authority.caFile,
          OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: ops.certFile,
          OTEL_EXPORTER_OTLP_CLIENT_KEY: ops.keyFile,
        },
      },
    );
    programs.push(service);
    const servicePort = await waitFor(
      'the service',
      () => /^port (\d+)$/m.exec(service.output())?.[1],
      PATIENCE_MS,
    );
    writeFileSync(join(folder.path, 'prometheus.yml'), scraping(servicePort, authority.caFile));
    programs.push(
      startProgram(
        'node',
        [
          join(ROOT, 'packages/telltale/bin/telltale.js'),
          `up --port ${port} --data data --no-host --prometheus-config prometheus.yml`.split(' '),
          ['--tls-cert', server.certFile, '--tls-key', server.keyFile],
          ['--tls-client-ca', authority.caFile, '--tls-client-name', 'ops.internal'],
        ].flat(),
        { cwd: folder.path },
      ),
    );
    await waitFor('the station', async () => (await query('vector(1)')).exit === 0, PATIENCE_MS);
  }, 2 * PATIENCE_MS);
  afterAll(async () => {
    await Promise.all(programs.map(stopProgram));
  });

  const url = () => `https://localhost:${port}`;
  /** As somebody with a certificate, who has it in the environment. */
  const query = (expression: string) =>
    telltale(['query', expression, '--url', url(), '--json'], {
      cwd: folder.path,
      env: {
        TELLTALE_CA_FILE: authority.caFile,
        TELLTALE_CERT_FILE: ops.certFile,
        TELLTALE_KEY_FILE: ops.keyFile,
      },
    });

  test('the station scrapes a page by tls_config, and the service pushes to it, each by the authority', async () => {
    await waitFor('what is scraped', async () =>
      (await query('orders_total{instance=~"localhost:.+"} and on () (up{job="shop"} == 1)')).output.includes(
        '"7"',
      ),
    );
    await waitFor('what is pushed', async () =>
      (await query('orders_total{instance!~"localhost:.+"}')).output.includes('"7"'),
    );
  });

  test('who has no certificate is told so, by the command line as well', async () => {
    const { exit, output } = await telltale(['status', '--url', url(), '--ca', authority.caFile], {
      cwd: folder.path,
    });
    expect([exit, output]).toEqual([2, expect.stringContaining('client certificate')]);
    const station = programs.at(-1);
    expect(station?.output()).toContain(
      'was refused: this station asks for a client certificate: none was shown',
    );
  });
});

function scraping(servicePort: string, caFile: string): string {
  return `global: { scrape_interval: 1s }
scrape_configs:
  - job_name: shop
    scheme: https
    tls_config: { ca_file: '${caFile}' }
    static_configs: [{ targets: ['localhost:${servicePort}'] }]
`;
}
