import type { DocumentKind } from '../workspace/workspace.ts';
import type { kindOfYaml } from './classify-text.ts';

/** What a YAML text is: one of the two kinds with a reader of their own, or another document. */
export interface YamlKinds {
  readonly kind: ReturnType<typeof kindOfYaml>;
  readonly document: DocumentKind | undefined;
}

/*
 * These run over megabytes that anybody may have written: no pattern may look across lines or in two
 * ways at the same blanks.
 */
const KINDS: readonly { readonly kind: DocumentKind; readonly all: readonly RegExp[] }[] = [
  { kind: 'alertmanager-config', all: [/^route:/m, /^receivers:/m] },
  { kind: 'collector-config', all: [/^receivers:/m, /^(?:exporters|processors):/m, /^service:/m] },
  { kind: 'filebeat-config', all: [/^filebeat\./m] },
  { kind: 'grafana-providers', all: [/^apiVersion:[ \t]*1[ \t]*$/m, /^providers:/m] },
  { kind: 'grafana-datasources', all: [/^apiVersion:[ \t]*1[ \t]*$/m, /^datasources:/m] },
  { kind: 'kubernetes', all: [/^apiVersion:/m, /^kind:/m] },
  { kind: 'kubernetes', all: [/^(?:liveness|readiness|startup)Probe:/m] },
  { kind: 'compose', all: [/^services:/m, /^[ \t]+["']?(?:image|build)["']?:/m] },
  { kind: 'web-config', all: [/^(?:basic_auth_users|tls_server_config|http_server_config):/m] },
  { kind: 'monitoring-config', all: [/^monitoring:/m] },
  { kind: 'monitoring-config', all: [/^alerts:/m, /^[ \t]+condition:/m] },
];

/** Services of a Compose file as guides show them, without the file around them. */
const COMPOSE_SERVICE = /^[a-z][\w-]*:[ \t]*\r?\n[ \t]+image:/m;

/** Parts that guides show without the file around them. */
const EXAMPLES: typeof KINDS = [
  { kind: 'compose', all: [COMPOSE_SERVICE] },
  { kind: 'alertmanager-config', all: [/^receivers:/m, /^[ \t]+(?:- )?[a-z]+_configs:/m] },
  { kind: 'alertmanager-config', all: [/^route:/m, /^[ \t]+receiver:/m] },
];

/** What a YAML text configures, told by its top-level keys; `undefined` where it is none of these. */
export function documentKindOfYaml(text: string, isExample = false): DocumentKind | undefined {
  const kinds = isExample ? [...KINDS, ...EXAMPLES] : KINDS;
  return kinds.find(({ all }) => all.every((pattern) => pattern.test(text)))?.kind;
}

/** What a mapping with these keys configures, where a program has it written out. */
export function kindsOfKeys(keys: readonly string[]): YamlKinds | undefined {
  const has = (...all: readonly string[]): boolean => all.every((key) => keys.includes(key));
  if (has('scrape_configs')) return { kind: 'prometheus-config', document: undefined };
  if (has('groups')) return { kind: 'rules', document: undefined };
  if (has('dashboard') || has('panels', 'title')) return { kind: 'none', document: 'grafana-dashboard' };
  if (has('route', 'receivers')) return { kind: 'none', document: 'alertmanager-config' };
  return has('services') ? { kind: 'none', document: 'compose' } : undefined;
}

/** Whether a JSON text is a dashboard of Grafana, in its classic form or as a resource. */
export function isGrafanaDashboard(text: string): boolean {
  if (/"elements"[ \t\r\n]*:/.test(text)) return /"(?:Panel|RowsLayout|GridLayout)"/.test(text);
  return /"panels"[ \t\r\n]*:/.test(text) && /"(?:title|schemaVersion)"[ \t\r\n]*:/.test(text);
}
