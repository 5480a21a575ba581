import type { DashboardFlavour, GenerateOptions, WebOptions } from '@telltale/manifests';
import { TelltaleError } from '@telltale/model';

/** The options of `telltale gen` that say how to generate, as they are written. */
export interface GenerateFlags {
  /** `prometheus=2.42` */
  readonly target?: string;
  readonly env?: string;
  readonly ha?: boolean;
  readonly private?: boolean;
  /** `provision`, `import` or `api`. */
  readonly dashboards?: string;
  /** `compose` or `host`. */
  readonly network?: string;
  /** `NAME:BCRYPT-HASH`, each. */
  readonly webUser?: readonly string[];
  /** `CERTIFICATE,KEY` */
  readonly webTls?: string;
}

/**
 * Reads the flags.
 *
 * @throws TelltaleError TT_USAGE for what is not written as it should be.
 */
export function generateOptions(flags: GenerateFlags): GenerateOptions {
  const { target, env, ha, dashboards, network } = flags;
  const web = webOptions(flags);
  return {
    ...(target !== undefined && { target: { prometheus: prometheusTarget(target) } }),
    ...(env !== undefined && { env }),
    ...(ha && { ha }),
    ...(flags.private && { private: true }),
    ...(dashboards !== undefined && { dashboards: oneOf('--dashboards', dashboards, FLAVOURS) }),
    ...(network !== undefined && { network: oneOf('--network', network, NETWORKS) }),
    ...(web && { web }),
  };
}

const FLAVOURS: readonly DashboardFlavour[] = ['provision', 'import', 'api'];
const NETWORKS: readonly ('compose' | 'host')[] = ['compose', 'host'];

function oneOf<Choice extends string>(flag: string, text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((candidate) => candidate === text);
  if (choice !== undefined) return choice;
  throw usage(`${flag} must be ${choices.join(' or ')}, not "${text}"`);
}

function prometheusTarget(text: string): string {
  const [name, version] = text.split('=');
  if (name === 'prometheus' && version !== undefined && version !== '') {
    if (!/^v?[01]\./.test(version)) return version;
    throw usage(`--target prometheus=${version} is too old: the files are for Prometheus 2.0 and newer`);
  }
  throw usage(`--target must be such as prometheus=2.42, not "${text}"`);
}

function webOptions({ webUser = [], webTls }: GenerateFlags): WebOptions | undefined {
  if (webUser.length === 0 && webTls === undefined) return undefined;
  const users = Object.fromEntries(webUser.map(webUserOf));
  return { users, ...(webTls !== undefined && { tls: tlsFiles(webTls) }) };
}

function webUserOf(text: string): readonly [string, string] {
  const colon = text.indexOf(':');
  const [name, hash] = [text.slice(0, colon), text.slice(colon + 1)];
  if (colon > 0 && /^\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}$/.test(hash)) return [name, hash];
  throw usage('--web-user must be NAME:HASH with a bcrypt hash, such as `htpasswd -nBC 10 NAME` prints');
}

function tlsFiles(text: string): NonNullable<WebOptions['tls']> {
  const [certFile, keyFile, ...rest] = text.split(',');
  if (certFile && keyFile && rest.length === 0) return { certFile, keyFile };
  throw usage(`--web-tls must be CERTIFICATE,KEY, two files, not "${text}"`);
}

function usage(message: string): TelltaleError {
  return new TelltaleError('TT_USAGE', message);
}
