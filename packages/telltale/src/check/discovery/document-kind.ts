import type { DocumentKind } from '../workspace/workspace.ts';

/*
 * These run over megabytes that anybody may have written: no pattern may look across lines or in two
 * ways at the same blanks.
 */
const KINDS: readonly { readonly kind: DocumentKind; readonly all: readonly RegExp[] }[] = [
  { kind: 'alertmanager-config', all: [/^route:/m, /^receivers:/m] },
  { kind: 'grafana-providers', all: [/^apiVersion:[ \t]*1[ \t]*$/m, /^providers:/m] },
  { kind: 'grafana-datasources', all: [/^apiVersion:[ \t]*1[ \t]*$/m, /^datasources:/m] },
  { kind: 'kubernetes', all: [/^apiVersion:/m, /^kind:/m] },
  { kind: 'kubernetes', all: [/^(?:liveness|readiness|startup)Probe:/m] },
  { kind: 'compose', all: [/^services:/m, /^[ \t]+["']?(?:image|build)["']?:/m] },
  { kind: 'monitoring-config', all: [/^monitoring:/m] },
  { kind: 'monitoring-config', all: [/^alerts:/m, /^[ \t]+condition:/m] },
];

/** Services of a Compose file as guides show them, without the file around them. */
const COMPOSE_SERVICE = /^[a-z][\w-]*:[ \t]*\r?\n[ \t]+image:/m;

/** What a YAML text configures, told by its top-level keys; `undefined` where it is none of these. */
export function documentKindOfYaml(text: string, isExample = false): DocumentKind | undefined {
  const known = KINDS.find(({ all }) => all.every((pattern) => pattern.test(text)));
  return known?.kind ?? (isExample && COMPOSE_SERVICE.test(text) ? 'compose' : undefined);
}

/** Whether a JSON text is a dashboard of Grafana, in its classic form or as a resource. */
export function isGrafanaDashboard(text: string): boolean {
  if (/"elements"[ \t\r\n]*:/.test(text)) return /"(?:Panel|RowsLayout|GridLayout)"/.test(text);
  return /"panels"[ \t\r\n]*:/.test(text) && /"(?:title|schemaVersion)"[ \t\r\n]*:/.test(text);
}
