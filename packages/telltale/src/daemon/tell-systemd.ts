import { execFile } from 'node:child_process';

/**
 * Tells the service manager that started this process, if it waits for it, that the station is ready. Node.js has no
 * datagrams of Unix: `systemd-notify`, which is where systemd is, sends it. The unit has `NotifyAccess=all` for that.
 */
export function tellSystemd(status: string, log: (line: string) => void): void {
  const { NOTIFY_SOCKET: socket = '' } = process.env;
  if (socket === '') return;
  execFile('systemd-notify', ['--ready', `--status=${status}`], (error) => {
    if (error) log(`systemd was not told that the station is ready: ${error.message.trim()}`);
  });
}
