import type { SourceNode } from '@telltale/formats';
import type { CheckRule } from '../../check-rule.ts';
import { composeFiles } from '../examples/example-grafana.ts';
import { grafanaMounts, grafanaServices } from '../../stack/grafana-mount.ts';

/** Grafana that starts with nothing. */
export const grafanaNoProvisioning: CheckRule = {
  id: 'grafana/no-provisioning',
  severity: 'warning',
  preset: 'strict',
  why: 'Data sources and dashboards made by hand are gone with the volume, and are the same nowhere else.',
  doc: 'A Compose file runs Grafana and mounts nothing into its `provisioning` folder, by volume, config or environment. Images that are built may have it inside.',
  examples: [
    {
      wrong: composeFiles('grafana-data:/var/lib/grafana', {}),
      right: composeFiles('./provisioning:/etc/grafana/provisioning', {}),
    },
  ],
  *run(workspace) {
    const mounts = grafanaMounts(workspace);
    for (const service of grafanaServices(workspace)) {
      const { node, name, nameRange } = service;
      const isMounted = mounts.some((mount) => mount.service.node === node && isProvisioning(mount.target));
      const others = [node.get('configs'), node.get('secrets'), node.get('environment'), node.get('command')];
      const isOtherwise = others.some((part) => part && partHasProvisioning(part));
      if (isMounted || isOtherwise || node.get('build')) continue;
      yield {
        place: service.placeOf(nameRange),
        message: `${name} starts without data sources and dashboards`,
        fix: 'mount a folder to /etc/grafana/provisioning with datasources and dashboards in it',
      };
    }
  },
};

function isProvisioning(target: string): boolean {
  return /^\/etc\/grafana(?:\/provisioning(?:\/|$)|\/?$)|provisioning/.test(target);
}

function partHasProvisioning(part: SourceNode): boolean {
  const texts = [...part.texts(), ...part.entries().flatMap(({ key, value }) => [key, ...value.texts()])];
  const targets = part.items().flatMap((item) => item.get('target')?.texts() ?? []);
  return [...texts, ...targets].some((text) => /provisioning/i.test(text));
}
