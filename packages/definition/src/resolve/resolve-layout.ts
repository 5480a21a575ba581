import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { ResolvedLayout } from '../resolved/resolved-layout.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { usualLayout } from '../layout/usual-layout.ts';

/** Where generated files go. A path that leaves the folder of the definition is a fault. */
export function resolveLayout({ service, layout }: MonitoringDefinition, faults: FaultList): ResolvedLayout {
  const defaults = usualLayout(service, layout);
  checkKeys(layout, Object.keys(defaults), 'layout', faults);
  for (const [name, path] of Object.entries<unknown>({ ...layout })) {
    if (typeof path === 'string' && path !== '' && !path.startsWith('/') && !path.split('/').includes('..'))
      continue;
    faults.add(
      `layout.${name}`,
      'write a path below the folder of the definition, such as monitoring/rules.yml',
    );
  }
  return { ...defaults, ...layout };
}
