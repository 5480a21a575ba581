import { existsSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import { queryInstant, startTelltale, telltale } from '../support/telltale.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

interface Recorded {
  readonly pid: number;
  readonly identity: string;
  readonly url: string;
}

const recordOf = (data: string) =>
  JSON.parse(readFileSync(join(data, 'run/station.json'), 'utf8')) as Recorded;

const isThere = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Starts a station in the background of a new folder; it is ended with the test. */
async function startInBackground(args: readonly string[] = []) {
  const folder = temporaryFolder();
  const port = await freePort();
  const up = (more: readonly string[] = []) =>
    telltale(['up', '--daemon', '--no-host', '--port', String(port), '--data', 'data', ...args, ...more], {
      cwd: folder,
    });
  const stop = () => telltale(['stop', '--data', 'data'], { cwd: folder });
  onTestFinished(async () => void (await stop()));
  const started = await up();
  return { folder, data: join(folder, 'data'), url: `http://127.0.0.1:${port}`, port, started, up, stop };
}

describe('a station in the background', () => {
  test('is ready when the command returns, and has ended when the command that stops it returns', async () => {
    const { folder, data, url, started, stop } = await startInBackground();
    expect(started).toMatchObject({ exit: 0 });
    expect(started.output).toContain(url);
    expect((await fetch(`${url}/-/ready`)).status).toBe(200);
    const status = await telltale(['status', '--url', url], { cwd: folder });
    expect(status.output).toContain(url);

    const { pid } = recordOf(data);
    const stopped = await stop();
    expect(stopped).toMatchObject({ exit: 0 });
    expect(stopped.output).toMatch(`Stopped the station ${url} (process ${pid})`);
    await expect(fetch(url)).rejects.toThrow();
    expect(await stop()).toMatchObject({ exit: 1, output: expect.stringContaining('No station runs on') });
  });

  test('is named by a second start on its folder, in the background or not', async () => {
    const { folder, url, data, up } = await startInBackground();
    const { pid } = recordOf(data);
    for (const second of [
      await up(),
      await telltale(['up', '--port', String(await freePort()), '--data', 'data'], { cwd: folder }),
    ]) {
      expect(second.exit).toBe(2);
      expect(second.output).toContain(`already: ${url}, process ${pid}, since`);
      expect(second.output).toContain('TT_DATA_LOCKED');
    }
    expect((await fetch(`${url}/-/ready`)).status).toBe(200);
  });

  test('that cannot start says why, and leaves no process behind', async () => {
    const folder = temporaryFolder();
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const started = await telltale(
      ['up', '--daemon', '--no-host', '--port', String(port), '--data', 'data'],
      {
        cwd: folder,
      },
    );
    expect(started.exit).toBe(2);
    expect(started.output).toContain('TT_PORT_IN_USE');
    expect(started.output).toContain(join(folder, 'data/run/station.log'));
    expect(await telltale(['stop', '--data', 'data'], { cwd: folder })).toMatchObject({ exit: 1 });
  });

  test('that was killed is recognised as gone: it can be started again, and no data is lost', async () => {
    const { data, url, up, stop } = await startInBackground();
    const timeOf = async () =>
      Number((await queryInstant(url, 'timestamp(up{job="telltale"})'))[0]?.value[1]);
    const firstSample = await waitFor('a scrape', async () => (await timeOf()) || undefined);
    // By the next one the first is on disk.
    await waitFor('another scrape', async () => (await timeOf()) > firstSample);
    const first = recordOf(data);
    process.kill(first.pid, 'SIGKILL');
    await waitFor('its end', () => !isThere(first.pid));
    expect(await stop()).toMatchObject({
      exit: 1,
      output: expect.stringContaining(`process ${first.pid} ended without being stopped`),
    });

    expect(await up()).toMatchObject({ exit: 0 });
    expect(recordOf(data).pid).not.toBe(first.pid);
    expect(await queryInstant(url, 'up{job="telltale"}', firstSample * 1000)).toHaveLength(1);
  });

  test('is never taken for another program that got its number', async () => {
    const folder = temporaryFolder();
    const other = startProgram('sleep', ['600']);
    onTestFinished(() => stopProgram(other));
    mkdirSync(join(folder, 'data/run'), { recursive: true });
    const record = {
      pid: other.pid,
      identity: 'an earlier start of the machine/1',
      url: 'http://127.0.0.1:4400',
      version: '0.1.0',
      startedAt: '2026-01-01T00:00:00.000Z',
    };
    writeFileSync(join(folder, 'data/run/station.json'), JSON.stringify(record));
    expect(await telltale(['stop', '--data', 'data'], { cwd: folder })).toMatchObject({ exit: 1 });
    expect(isThere(other.pid)).toBe(true);
  });

  test.runIf(hasProgram('systemd-notify') && hasProgram('python3'))(
    'tells systemd that it is ready, over the socket of a unit of the type notify',
    async () => {
      const folder = temporaryFolder();
      const socket = join(folder, 'notify');
      // As systemd reads it: datagrams, until the station is ready.
      const listener = startProgram('python3', [
        '-c',
        [
          'import socket, sys',
          's = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)',
          's.bind(sys.argv[1])',
          'text = ""',
          'while "READY=1" not in text: text += s.recv(4096).decode()',
          'print(text)',
        ].join('\n'),
        socket,
      ]);
      onTestFinished(() => stopProgram(listener));
      await waitFor('the socket', () => existsSync(socket));
      const port = await freePort();
      const args = ['up', '--no-host', '--port', String(port), '--data', 'data'];
      const station = startTelltale(args, { cwd: folder, env: { NOTIFY_SOCKET: socket } });
      onTestFinished(() => stopProgram(station));
      expect(await listener.exit).toBe(0);
      expect(listener.output()).toContain(`watches on http://127.0.0.1:${port}`);
      expect((await fetch(`http://127.0.0.1:${port}/-/ready`)).status).toBe(200);
    },
  );
});
