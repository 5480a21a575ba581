import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { FaultyReceiver } from './faulty-receiver.ts';
import { toldIn } from './told.ts';
import type { ReceivedMessage } from './told.ts';

/** In which ways a mail server fails. */
export type MailFault = 'down' | '451' | 'hang' | 'reset';

/** A mail server on 127.0.0.1 that knows as much of SMTP as a client needs. */
export async function startMailReceiver(
  name: string,
  onMessage: (message: ReceivedMessage) => void,
): Promise<FaultyReceiver<MailFault>> {
  let fault: MailFault | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    if (fault === 'hang') return;
    converse(socket, (mail) => {
      if (fault === 'reset') return 'reset';
      if (fault === '451') return '451 4.3.0 try again later';
      const key = /^Message-ID: (.*)$/im.exec(mail)?.[1] ?? '';
      onMessage({ receiver: name, atMs: Date.now(), key, alerts: toldIn(mail) });
      return '250 2.0.0 accepted';
    });
  });
  const listen = (port: number) =>
    new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const disconnect = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      disconnect();
    });
  return {
    name,
    port,
    fail: async (next) => {
      fault = next;
      if (next === 'down') await close();
    },
    recover: async () => {
      const previous = fault;
      fault = undefined;
      if (previous === 'down') await listen(port);
      if (previous === 'hang') disconnect();
      return Date.now();
    },
    close: () => (fault === 'down' ? Promise.resolve() : close()),
  };
}

/** Speaks SMTP with one client; `take` answers to each mail. */
function converse(socket: Socket, take: (mail: string) => string): void {
  let buffer = '';
  let isData = false;
  const say = (line: string): void => void socket.write(`${line}\r\n`);
  say('220 mail.test ESMTP');
  socket.on('data', (chunk) => {
    buffer += chunk.toString('latin1');
    for (;;) {
      const end = isData ? '\r\n.\r\n' : '\r\n';
      const length = buffer.indexOf(end);
      if (length < 0) return;
      const text = buffer.slice(0, length);
      buffer = buffer.slice(length + end.length);
      if (isData) {
        isData = false;
        const answer = take(text);
        if (answer === 'reset') return void socket.destroy();
        say(answer);
      } else {
        isData = /^DATA$/i.test(text);
        say(replyTo(text));
      }
    }
  });
}

function replyTo(command: string): string {
  if (/^DATA$/i.test(command)) return '354 go ahead';
  return /^QUIT$/i.test(command) ? '221 bye' : '250 OK';
}
