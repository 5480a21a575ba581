import type { ResolvedRemote } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';

/** The option of the command line that says which server the station reads from. */
export interface RemoteOption {
  readonly remote?: string;
}

/** Where the token of a server is that is named outside of the definition. */
const TOKEN_VARIABLE = 'TELLTALE_REMOTE_TOKEN';

/**
 * The server that the station reads from: the command line comes before `TELLTALE_REMOTE`, and that before the
 * definition, whose credentials are those of its server and of no other.
 *
 * @throws TelltaleError TT_USAGE for what is no address, with where it was given
 */
export function remoteOption(
  { remote: option }: RemoteOption,
  { env }: Pick<CommandIo, 'env'>,
  defined?: ResolvedRemote,
): ResolvedRemote | undefined {
  const text = option ?? env['TELLTALE_REMOTE'] ?? '';
  if (option === undefined && text.trim() === '') return defined;
  const url = serverUrl(text.trim(), option === undefined ? 'TELLTALE_REMOTE' : '--remote');
  const isDefined = defined !== undefined && new URL(defined.url).origin === new URL(url).origin;
  const hasToken = (env[TOKEN_VARIABLE] ?? '') !== '';
  return { ...(isDefined && defined), ...(hasToken && { authorization: { env: TOKEN_VARIABLE } }), url };
}

/** What it says may be secret, and is not repeated. */
function serverUrl(text: string, source: string): string {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  const fix = `Write for example ${source} http://prometheus:9090.`;
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new TelltaleError('TT_USAGE', `${source} must be an http or https address`, { fix });
  }
  if (url.username !== '' || url.password !== '') {
    throw new TelltaleError('TT_USAGE', `${source} must not hold a user or password: addresses are shown`, {
      fix: `Name them in \`station.remote\` of the definition, or a token in ${TOKEN_VARIABLE}.`,
    });
  }
  return url.href;
}
