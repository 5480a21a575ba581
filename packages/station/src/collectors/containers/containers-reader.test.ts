import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { cadvisor } from '@telltale/definition';
import { describe, expect, onTestFinished, test } from 'vitest';
import { missingSeries } from '../../../test/support/pack-series.ts';
import { readContainers } from './containers-reader.ts';
import { cgroupRoot } from './find-groups.ts';

const ID = 'c0ffee'.padEnd(64, '0');
const NOW_MS = 1_700_000_000_500;
const SCOPE = `system.slice/docker-${ID}.scope`;

const CONTAINER_FILES = {
  'cpu.stat':
    'usage_usec 2500000\nuser_usec 2000000\nsystem_usec 500000\nnr_periods 10\nnr_throttled 4\nthrottled_usec 1500000\n',
  'cpu.max': '50000 100000\n',
  'memory.current': '1000000\n',
  'memory.max': '4000000\n',
  'memory.peak': '2000000\n',
  'memory.stat': 'anon 400000\nfile 500000\nfile_mapped 100\ninactive_file 300000\npgfault 9\npgmajfault 2\n',
  'memory.events': 'low 0\nhigh 0\nmax 3\noom 1\noom_kill 1\n',
  'io.stat': '254:0 rbytes=4096 wbytes=8192 rios=1 wios=2 dbytes=0 dios=0\n',
  'pids.current': '7\n',
  'pids.max': 'max\n',
  'cgroup.procs': '42\n43\n',
};

const NETWORK_OF_PROCESS = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo:      77       1    0    0    0     0          0         0       77       1    0    0    0     0       0          0
  eth0:    1200      10    1    2    0     0          0         0     3400      20    3    4    0     0       0          0
`;

/** Folders of control groups and of processes, written out. */
function writtenMachine(groups: Readonly<Record<string, Readonly<Record<string, string>>>>): {
  readonly folder: string;
  readonly cgroups: string;
  readonly proc: string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-cgroup-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [group, files] of Object.entries(groups)) {
    for (const [file, text] of Object.entries(files)) write(join('cgroup', group, file), text);
  }
  write('proc/stat', 'btime 1600000000\n');
  write('proc/partitions', 'major minor  #blocks  name\n\n 254        0  264212480 vda\n');
  // The 22nd field is the start, in hundredths of a second after the boot.
  const stat = (ticks: number) => `42 (a) b) ${'0 '.repeat(19)}${ticks} 0\n`;
  write('proc/42/stat', stat(5000));
  write('proc/43/stat', stat(9000));
  // The first process has a network of its own.
  for (const [pid, network] of Object.entries({ self: 1, 42: 2, 43: 1 })) {
    mkdirSync(join(folder, 'proc', pid, 'ns'), { recursive: true });
    symlinkSync(`net:[${network}]`, join(folder, 'proc', pid, 'ns/net'));
  }
  write('proc/42/net/dev', NETWORK_OF_PROCESS);
  return { folder, cgroups: join(folder, 'cgroup'), proc: join(folder, 'proc') };
}

async function samplesOf(
  places: { readonly cgroups: string; readonly proc: string },
  dockerSocket = '/nowhere',
): Promise<Record<string, number>> {
  const families = await readContainers({ ...places, dockerSocket }, NOW_MS);
  return Object.fromEntries(
    families.flatMap(({ samples }) =>
      samples.map(({ labels, value }) => [labels.toString(), value] as const),
    ),
  );
}

/** An engine that answers one request of Docker's API, and nothing else. */
async function engine(folder: string, listener: RequestListener): Promise<string> {
  const path = join(folder, 'docker.sock');
  const server = createServer(listener);
  server.listen(path);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return path;
}

describe('containers of control groups', () => {
  test('processors, memory, disks and processes of a container are those of its files', async () => {
    const samples = await samplesOf(writtenMachine({ [SCOPE]: CONTAINER_FILES }));
    const labels = `id="/${SCOPE}", name="${ID}"`;
    expect(samples).toMatchObject({
      [`container_cpu_usage_seconds_total{cpu="total", ${labels}}`]: 2.5,
      [`container_cpu_cfs_periods_total{${labels}}`]: 10,
      [`container_cpu_cfs_throttled_periods_total{${labels}}`]: 4,
      [`container_cpu_cfs_throttled_seconds_total{${labels}}`]: 1.5,
      [`container_spec_cpu_quota{${labels}}`]: 50_000,
      [`container_memory_usage_bytes{${labels}}`]: 1_000_000,
      [`container_memory_working_set_bytes{${labels}}`]: 700_000,
      [`container_memory_rss{${labels}}`]: 400_000,
      [`container_memory_cache{${labels}}`]: 500_000,
      [`container_spec_memory_limit_bytes{${labels}}`]: 4_000_000,
      [`container_oom_events_total{${labels}}`]: 1,
      [`container_fs_reads_bytes_total{device="/dev/vda", ${labels}}`]: 4096,
      [`container_fs_writes_bytes_total{device="/dev/vda", ${labels}}`]: 8192,
      [`container_processes{${labels}}`]: 2,
      [`container_threads{${labels}}`]: 7,
      [`container_network_receive_bytes_total{${labels.replace(', name', ', interface="eth0", name')}}`]: 1200,
      [`container_network_transmit_bytes_total{${labels.replace(', name', ', interface="eth0", name')}}`]: 3400,
      [`container_start_time_seconds{${labels}}`]: 1_600_000_050,
      [`container_last_seen{${labels}}`]: 1_700_000_000,
    });
  });

  test('the alerts and panels of the pack of containers ask for nothing that is not read', async () => {
    const families = await readContainers(
      { ...writtenMachine({ [SCOPE]: CONTAINER_FILES }), dockerSocket: '/nowhere' },
      NOW_MS,
    );
    const page = new Map(
      families.map(({ name, samples }) => [
        name,
        samples.map(({ labels }) => Object.fromEntries(labels.entries())),
      ]),
    );
    expect(missingSeries(cadvisor(), page)).toEqual([]);
  });

  test.each([
    `docker/${ID}`,
    `kubepods.slice/kubepods-burstable.slice/kubepods-pod1.slice/cri-containerd-${ID}.scope`,
    `machine.slice/libpod-${ID}.scope`,
  ])('%s is a container, and the groups around it are none', async (path) => {
    const samples = await samplesOf(writtenMachine({ [path]: CONTAINER_FILES }));
    const named = Object.keys(samples).filter((text) => text.startsWith('container_last_seen'));
    expect(named.filter((text) => text.includes('name='))).toEqual([
      `container_last_seen{id="/${path}", name="${ID}"}`,
    ]);
    expect(named).toContain('container_last_seen{id="/"}');
  });

  test('a container without limits has limits of 0, and no throttling', async () => {
    const files = { 'memory.current': '10\n', 'memory.max': 'max\n', 'cpu.max': 'max 100000\n' };
    const samples = await samplesOf(writtenMachine({ [SCOPE]: files }));
    const labels = `{id="/${SCOPE}", name="${ID}"}`;
    expect(samples[`container_spec_memory_limit_bytes${labels}`]).toBe(0);
    expect(samples).not.toHaveProperty(`container_spec_cpu_quota${labels}`);
    expect(samples).not.toHaveProperty(`container_cpu_cfs_periods_total${labels}`);
  });

  test('the engine names containers, with their image and their labels of Compose', async () => {
    const machine = writtenMachine({ [SCOPE]: CONTAINER_FILES });
    const socket = await engine(machine.folder, (request, response) => {
      response.statusCode = request.method === 'GET' && request.url === '/containers/json' ? 200 : 404;
      const labels = { 'com.docker.compose.service': 'web', maintainer: 'somebody' };
      response.end(JSON.stringify([{ Id: ID, Names: ['/shop-web-1'], Image: 'shop:1', Labels: labels }]));
    });
    const samples = await samplesOf(machine, socket);
    const labels = `container_label_com_docker_compose_service="web", id="/${SCOPE}", image="shop:1", name="shop-web-1"`;
    expect(samples[`container_processes{${labels}}`]).toBe(2);
    expect(samples['container_scrape_error']).toBe(0);
  });

  test.each<[string, RequestListener]>([
    ['refuses', (_, response) => void response.writeHead(500).end('no')],
    ['answers something else', (_, response) => void response.end('{"message": "hello"}')],
    ['hangs up', (request) => void request.socket.destroy()],
  ])('where the engine %s, containers are read without names', async (_, listener) => {
    const machine = writtenMachine({ [SCOPE]: CONTAINER_FILES });
    const samples = await samplesOf(machine, await engine(machine.folder, listener));
    expect(samples[`container_processes{id="/${SCOPE}", name="${ID}"}`]).toBe(2);
    expect(samples['container_scrape_error']).toBe(1);
  });

  test('a machine with more groups than are read has its containers read, and a bounded number of series', async () => {
    const many = Array.from({ length: 250 }, (_, i) => `user.slice/${i}.service`);
    const groups = Object.fromEntries(many.map((path) => [path, { 'pids.current': '1\n' }]));
    const samples = await samplesOf(writtenMachine({ ...groups, [SCOPE]: CONTAINER_FILES }));
    expect(Object.keys(samples).filter((text) => text.startsWith('container_last_seen'))).toHaveLength(200);
    expect(samples).toHaveProperty(`container_processes{id="/${SCOPE}", name="${ID}"}`);
  });

  const root = cgroupRoot();
  // Only root may make control groups.
  test.runIf(root !== undefined && process.getuid?.() === 0)(
    'a container that is started anew has another start time, and its CPU is that of the kernel',
    async () => {
      const group = join(root!, `docker-${ID}.scope`);
      mkdirSync(group, { recursive: true });
      onTestFinished(() => rmdirSync(group));
      const series = `container_start_time_seconds{id="/docker-${ID}.scope", name="${ID}"}`;
      const run = async (): Promise<number> => {
        const child = spawn('sh', ['-c', 'while :; do :; done'], { stdio: 'ignore' });
        const exit = once(child, 'exit');
        try {
          writeFileSync(join(group, 'cgroup.procs'), String(child.pid));
          const samples = await samplesOf({ cgroups: root!, proc: '/proc' });
          if (existsSync(join(group, 'cpu.stat'))) {
            const [, usage] = /^usage_usec (\d+)/.exec(readFileSync(join(group, 'cpu.stat'), 'utf8')) ?? [];
            const ours =
              samples[
                `container_cpu_usage_seconds_total{cpu="total", id="/docker-${ID}.scope", name="${ID}"}`
              ];
            expect(ours).toBeLessThanOrEqual(Number(usage) / 1e6);
          }
          return samples[series];
        } finally {
          child.kill('SIGKILL');
          await exit;
        }
      };
      const first = await run();
      // The clock of starts has hundredths of a second.
      await new Promise((resolve) => setTimeout(resolve, 30));
      const second = await run();
      expect(second).toBeGreaterThan(first);
      expect(Math.abs(first - Date.now() / 1000)).toBeLessThan(60);
    },
  );
});
