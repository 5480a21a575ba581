import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { probes, defineMonitoring, resolveDefinition } from '@telltale/definition';
import type { ResolvedDefinition } from '@telltale/definition';
import { generateBlackbox, generatePrometheus } from '@telltale/manifests';
import { parseExpr } from '@telltale/promql';
import type { Station } from '@telltale/station';
import { createStation } from '@telltale/station';
import { compileRegexp } from '@telltale/storage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPrometheusConfig } from '../../packages/telltale/src/settings/prometheus/load-prometheus-config.ts';
import { createAuthority } from '../support/certificates.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { runProgram, startProgram, stopProgram } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const BLACKBOX = 'prometheus-blackbox-exporter';
const isInstalled = hasProgram(BLACKBOX) && hasProgram('prometheus') && hasProgram('promtool');

/** How long something took is never the same twice. */
const DURATION = /probe_(?:duration|dns_lookup_time|http_duration)_seconds/;

const answer: RequestListener = ({ url, headers }, response) => {
  switch (url) {
    case '/500':
      response.writeHead(500).end('broken');
      return;
    case '/moved':
      response.writeHead(302, { location: '/ok' }).end('moved');
      return;
    case '/circle':
      response.writeHead(302, { location: '/circle' }).end();
      return;
    case '/large':
      response.end('x'.repeat(200_000));
      return;
    case '/who':
      response.writeHead(headers.authorization === 'Bearer hush' && headers['x-zone'] === 'a' ? 204 : 401);
      response.end();
      return;
    default:
      response.setHeader('last-modified', 'Wed, 21 Oct 2015 07:28:00 GMT');
      response.end('{"status": "ok"}');
  }
};

/** A certificate with a subject that has some of everything. */
function oddCertificate(folder: string): { readonly cert: Buffer; readonly key: Buffer } {
  const [certFile, keyFile] = [join(folder, 'odd.pem'), join(folder, 'odd.key')];
  const subject =
    '/DC=example/UID=u-1/C=DE/ST=Bayern/postalCode=80331/street=Am Platzl/L=München/O=A, B; "C" <d>\\\\e/OU=x\\+y/OU=#z /CN=shop/serialNumber=7/businessCategory=Private Organization/jurisdictionC=DE/emailAddress=a@b.c';
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  const names = 'subjectAltName=DNS:shop.example,DNS:*.shop.example,IP:127.0.0.1,email:a@b.c';
  const shape = ['-utf8', '-subj', subject, '-addext', names, '-days', '3'];
  execFileSync('openssl', ['req', '-x509', ...key, ...shape, '-out', certFile], { stdio: 'ignore' });
  return { cert: readFileSync(certFile), key: readFileSync(keyFile) };
}

describe.runIf(isInstalled)('probes of the station and of blackbox_exporter', () => {
  const folder = suiteFolder();
  const servers: Server[] = [];
  const programs: Program[] = [];
  const lines: string[] = [];
  let station: Station;
  let prometheusUrl: string;
  let definition: ResolvedDefinition;

  const listen = async (server: Server): Promise<number> => {
    servers.push(server.on('tlsClientError', () => {}));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };

  /** One definition for both. */
  async function defined(exporter: string): Promise<ResolvedDefinition> {
    const authority = createAuthority(folder.path);
    const { certFile, keyFile } = authority.issue({ name: 'IP:127.0.0.1,DNS:shop.example,DNS:b.example' });
    const files = { cert: readFileSync(certFile), key: readFileSync(keyFile) };
    const named = await listen(createHttpsServer(oddCertificate(folder.path), answer));
    const http = `http://127.0.0.1:${await listen(createServer(answer))}`;
    const https = `https://127.0.0.1:${await listen(createHttpsServer(files, answer))}`;
    const http2 = createSecureServer(
      { ...files, allowHTTP1: true },
      (_, response) => void response.end('ok'),
    );
    const newer = `https://127.0.0.1:${await listen(http2)}`;
    const open = await listen(createTcpServer((socket) => socket.on('error', () => {}).end()));
    const tls = { caFile: authority.caFile };
    const token = join(folder.path, 'token');
    writeFileSync(token, 'hush');
    const pack = probes({
      address: exporter,
      every: '2s',
      timeout: '2s',
      labels: { site: 'north' },
      http: {
        ok: `${http}/ok`,
        matched: { url: `${http}/ok`, body: /"status": *"OK"/i, bodyNot: 'broken', labels: { zone: 'a' } },
        unmatched: { url: `${http}/ok`, body: 'ready' },
        forbidden: { url: `${http}/ok`, bodyNot: 'status' },
        failing: `${http}/500`,
        expected: { url: `${http}/500`, status: 500, every: '1s', timeout: '1s' },
        moved: `${http}/moved`,
        unmoved: { url: `${http}/moved`, status: [302], followRedirects: false },
        circle: `${http}/circle`,
        large: { url: `${http}/large`, bodyLimit: '64KiB' },
        head: { url: `${http}/ok`, method: 'HEAD' },
        posted: { url: `${http}/ok`, method: 'POST', requestBody: '{}' },
        known: { url: `${http}/who`, authorization: { file: token }, headers: { 'x-zone': 'a' } },
        refused: 'http://127.0.0.1:1/',
        secure: { url: `${https}/ok`, tls },
        newer: { url: `${newer}/`, tls },
        untrusted: `${https}/ok`,
        'wrong-name': { url: `${https}/ok`, tls: { ...tls, serverName: 'other.example' } },
        unchecked: { url: `${https}/ok`, tls: { insecureSkipVerify: true } },
      },
      tcp: { open: `127.0.0.1:${open}`, closed: '127.0.0.1:1', six: '[::1]:1', both: `localhost:${open}` },
      tls: {
        mail: { address: https.slice('https://'.length), tls },
        named: { address: `127.0.0.1:${named}`, tls: { insecureSkipVerify: true } },
        'mail-untrusted': https.slice('https://'.length),
        'mail-plain': `127.0.0.1:${open}`,
      },
    });
    const compile = (pattern: string) => compileRegexp(pattern, 'part');
    const monitoring = defineMonitoring({ service: 'shop', exporters: [pack] });
    return resolveDefinition(monitoring, { parse: parseExpr, compileRegexp: compile });
  }

  /** Writes what is generated; secrets of containers are files of this machine here. */
  function written(name: string, text: string): string {
    const file = join(folder.path, name);
    writeFileSync(file, text.replaceAll('/run/secrets/', `${folder.path}/`));
    return file;
  }

  /** Waits until both have the same series of all probes. */
  async function untilSame(url: string, other: string): Promise<object> {
    let pair: { readonly ours: object; readonly theirs: object } = { ours: {}, theirs: {} };
    const count = definition.targets[0].probes?.length ?? 0;
    try {
      await waitFor('the same series', async () => {
        const [ours, theirs] = await Promise.all([seriesAt(url), seriesAt(other)]);
        pair = { ours, theirs };
        const probed = Object.keys(theirs).filter((key) => key.includes('"probe_success"'));
        return probed.length === count && JSON.stringify(ours) === JSON.stringify(theirs) && pair;
      });
    } catch {
      // What is different says more than that it took too long.
    }
    expect(pair.ours).toEqual(pair.theirs);
    return pair.ours;
  }

  beforeAll(async () => {
    const exporter = `127.0.0.1:${await freePort()}`;
    definition = await defined(exporter);
    const [modules] = generateBlackbox(definition);
    const [config] = generatePrometheus({ ...definition, rules: [] }, { network: 'host' });
    const blackboxFile = written('blackbox.yml', modules.text);
    const prometheusFile = written('prometheus.yml', config.text);
    expect(await runProgram(BLACKBOX, ['--config.check', `--config.file=${blackboxFile}`])).toMatchObject({
      exit: 0,
    });
    expect(await runProgram('promtool', ['check', 'config', prometheusFile])).toMatchObject({ exit: 0 });
    programs.push(
      startProgram(BLACKBOX, [`--config.file=${blackboxFile}`, `--web.listen-address=${exporter}`]),
    );
    const listenAt = `127.0.0.1:${await freePort()}`;
    prometheusUrl = `http://${listenAt}`;
    programs.push(
      startProgram('prometheus', [
        `--config.file=${prometheusFile}`,
        `--storage.tsdb.path=${join(folder.path, 'data')}`,
        `--web.listen-address=${listenAt}`,
      ]),
    );
    station = await createStation({
      version: '0.0.0',
      port: 0,
      dataFolder: join(folder.path, 'station'),
      ruleGroups: [],
      targets: definition.targets,
      builtInIntervalMs: 1000,
      collectHost: false,
      log: (line) => lines.push(line),
    });
  }, 60_000);

  afterAll(async () => {
    await station?.stop();
    for (const program of programs) await stopProgram(program);
    for (const server of servers) server.close();
  });

  test('make the same series with the same values of one definition', async () => {
    const series = await untilSame(station.url, prometheusUrl);
    expect(Object.keys(series).length).toBeGreaterThan(250);
  }, 60_000);

  test('a station that reads the prometheus.yml has the exporter asked, as Prometheus does', async () => {
    const { targets } = loadPrometheusConfig(join(folder.path, 'prometheus.yml'));
    const other = await createStation({
      version: '0.0.0',
      port: 0,
      dataFolder: join(folder.path, 'other'),
      ruleGroups: [],
      targets: targets.filter(({ job }) => job === 'probes'),
      builtInIntervalMs: 1000,
      collectHost: false,
    });
    try {
      await untilSame(other.url, prometheusUrl);
      const { targets: asked } = await targetsOf(other);
      expect(asked.filter(({ job }) => job === 'probes').map(({ url }) => new URL(url).pathname)).toEqual(
        definition.targets[0].probes?.map(() => '/probe'),
      );
    } finally {
      await other.stop();
    }
  }, 60_000);

  test('each probe is a target of its own, and says why it fails', async () => {
    const notes: Readonly<Record<string, string>> = {
      ok: '',
      failing: 'the status is 500',
      closed: 'connection refused: nothing listens at this address',
      circle: 'the server redirects more than 10 times',
      unmatched: 'the body has not what it should: ready',
      untrusted: 'the authority of the certificate is not known',
      'wrong-name': 'the certificate is for another host',
    };
    const isTold = (note: string, wanted: string) => (wanted === '' ? note === '' : note.includes(wanted));
    // A probe of a busy machine may also take too long at times: the next one says the reason.
    const targets = await Promise.all(
      Object.entries(notes).map(([name, wanted]) =>
        waitFor(`the reason of ${name}`, async () => {
          const found = (await targetsOf(station)).targets.filter(({ job }) => job === 'probes');
          const target = found.find(({ labels }) => labels['probe'] === name);
          return target?.health === 'up' && isTold(target.note, wanted) && found;
        }),
      ),
    ).then(([found]) => found);
    expect(targets).toHaveLength(definition.targets[0].probes?.length ?? 0);
    // Told once for each change: where a probe was late in between, its reason is told again.
    const told = lines.filter((line) => line.includes('the probe failing of'));
    expect(told.some((line) => line.includes(notes['failing']))).toBe(true);
    expect(told.filter((line, i) => line === told[i - 1])).toEqual([]);
  });
});

async function targetsOf({ url }: Station) {
  return (await (await fetch(`${url}/api/telltale/targets`)).json()) as {
    targets: { job: string; url: string; health: string; note: string; labels: Record<string, string> }[];
  };
}

/** The series of all probes by their labels; of durations only that they are there. */
async function seriesAt(url: string): Promise<Readonly<Record<string, string>>> {
  const query = new URLSearchParams({ query: '{job="probes", __name__=~"probe_.*|up"}' });
  const { data } = (await (await fetch(`${url}/api/v1/query?${query}`)).json()) as {
    data: { result: { metric: Record<string, string>; value: [number, string] }[] };
  };
  const series = data.result.map(({ metric, value: [, value] }) => {
    const labels = Object.entries(metric).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return [
      JSON.stringify(labels),
      DURATION.test(metric['__name__']) ? 'some time' : String(Number(value)),
    ] as const;
  });
  return Object.fromEntries(series.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
