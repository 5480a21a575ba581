import { readFile } from 'node:fs/promises';
import type { EmailReceiver } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import type { MailServer } from '../../transport/mail-transport.ts';
import type { SecretReader } from '../channel.ts';

/** Where a mail server is. */
export interface MailServerAddress {
  readonly host: string;
  readonly port: number;
}

/** The port on which TLS begins at once. */
const SUBMISSIONS_PORT = 465;

/**
 * Reads `host:port`; an address of IPv6 stands in brackets.
 *
 * @throws TelltaleError `TT_DEFINITION_INVALID`
 */
export function parseSmarthost(smarthost: string): MailServerAddress {
  const found = /^(?:\[([0-9a-f:.]+)\]|([^\s:/@[\]]+)):(\d{1,5})$/i.exec(smarthost);
  const port = Number(found?.[3]);
  if (!found || port < 1 || port > 65_535) {
    throw new TelltaleError('TT_DEFINITION_INVALID', `${JSON.stringify(smarthost)} is no mail server.`, {
      fix: 'Write host:port, such as mail.shop.example:587.',
    });
  }
  return { host: found[1] ?? found[2], port };
}

/** How to reach the mail server of a receiver, its password and certificate read anew. Rejects where one is missing. */
export async function mailServerOf(
  receiver: EmailReceiver,
  { host, port }: MailServerAddress,
  read: SecretReader,
): Promise<MailServer> {
  const { username, password, caFile, requireTls } = receiver;
  return {
    host,
    port,
    tls: port === SUBMISSIONS_PORT ? 'implicit' : requireTls ? 'required' : 'opportunistic',
    ...(caFile !== undefined && { ca: await readCertificate(caFile) }),
    ...(username !== undefined && { username }),
    ...(password && { password: await read(password) }),
  };
}

async function readCertificate(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new Error(`the certificate ${file} cannot be read`, { cause });
  }
}
