import { createHash } from 'node:crypto';
import type { ResolvedDefinition } from '@telltale/definition';
import { PROMETHEUS_UID, generateGrafana, grafanaUid } from '@telltale/manifests';
import { fieldsOf, textOf } from '../server/json-fields.ts';
import type { Fields } from '../server/json-fields.ts';

/** A dashboard as Grafana is to have it. */
export interface DesiredDashboard {
  readonly uid: string;
  readonly title: string;
  /** Without what Grafana numbers by itself. */
  readonly model: Fields;
}

/**
 * The tag that tells pushed dashboards of a service from those that people have made; Grafana takes 50 characters at
 * most.
 */
export function markerOf({ service }: Pick<ResolvedDefinition, 'service'>): string {
  return `telltale:${grafanaUid(service)}`;
}

/** The dashboards of a definition, each with the mark of its service; `datasource` in place of the usual uid. */
export function desiredDashboards(
  definition: ResolvedDefinition,
  datasource: string | undefined,
): readonly DesiredDashboard[] {
  const marker = markerOf(definition);
  // That of files says which definition they are of: each change of one dashboard would be one of all.
  const description = `Pushed by telltale for the service ${definition.service}. The next push writes over what is changed here: change the definition.`;
  return generateGrafana(definition, { dashboards: 'api' }).map(({ text }) => {
    const generated = fieldsOf(fieldsOf(JSON.parse(text)).dashboard);
    const placed = datasource === undefined ? generated : fieldsOf(withDatasource(generated, datasource));
    const tags = Array.isArray(placed.tags) ? placed.tags : [];
    const model = contentOf({ ...placed, description, tags: [...tags, marker] });
    return { uid: textOf(model.uid), title: textOf(model.title), model };
  });
}

/** What a dashboard is made of, without the numbers of one Grafana. */
export function contentOf(dashboard: Fields): Fields {
  return Object.fromEntries(
    Object.entries(dashboard).filter(([name]) => name !== 'id' && name !== 'version'),
  );
}

/**
 * The message that a push leaves in the history of a dashboard. Where the newest version has it, Grafana has what was
 * pushed, however it has rewritten that since.
 */
export function pushMessage({ model }: DesiredDashboard, folderUid: string): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([folderUid, model]))
    .digest('hex');
  return `telltale push ${hash.slice(0, 16)}`;
}

/** How the message of every push begins. */
export const PUSH_MESSAGE = 'telltale push ';

function withDatasource(value: unknown, uid: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withDatasource(item, uid));
  if (typeof value !== 'object' || value === null) return value;
  const fields = fieldsOf(value);
  if (fields.type === 'prometheus' && fields.uid === PROMETHEUS_UID) return { ...fields, uid };
  return Object.fromEntries(Object.entries(fields).map(([name, item]) => [name, withDatasource(item, uid)]));
}
