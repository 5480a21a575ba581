/** How Docker asks whether a container works. */
export type HealthCheck = {
  readonly test: readonly string[];
  readonly interval: string;
  readonly timeout: string;
  readonly retries: number;
  readonly start_period: string;
};

/** A service of a Compose file: the keys that generated files use. */
export type ComposeService = {
  readonly image?: string;
  readonly build?: string;
  readonly profiles?: readonly string[];
  readonly user?: string;
  readonly pid?: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly extra_hosts?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly volumes?: readonly string[];
  readonly devices?: readonly string[];
  readonly secrets?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: HealthCheck;
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly ulimits?: Readonly<Record<string, number>>;
  readonly deploy?: {
    readonly resources: { readonly limits: { readonly cpus: string; readonly memory: string } };
  };
  readonly logging?: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
};

/** A Compose file that both Docker Compose 2 and docker-compose 1.29 take. */
export type ComposeFile = {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks?: Readonly<Record<string, { readonly internal: boolean }>>;
  readonly volumes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly secrets?: Readonly<Record<string, { readonly file: string }>>;
  /** Services that other Compose files of the project have: programs that the definition looks at. */
  readonly 'x-external-services'?: readonly string[];
};

/** The order in which the keys of a service are printed: what it is, what it gets, how it is kept. */
const ORDER: readonly (keyof ComposeService)[] = [
  'image',
  'build',
  'profiles',
  'user',
  'pid',
  'entrypoint',
  'command',
  'environment',
  'extra_hosts',
  'ports',
  'networks',
  'volumes',
  'devices',
  'secrets',
  'tmpfs',
  'depends_on',
  'healthcheck',
  'restart',
  'read_only',
  'cap_drop',
  'security_opt',
  'ulimits',
  'deploy',
  'logging',
];

/** The service with its keys in the order in which people look for them. */
export function inOrder(service: ComposeService): ComposeService {
  return Object.fromEntries(
    ORDER.flatMap((key) => (service[key] === undefined ? [] : [[key, service[key]]])),
  );
}
