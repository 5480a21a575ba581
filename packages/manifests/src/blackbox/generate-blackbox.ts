import type { ResolvedBlackboxProbe, ResolvedDefinition } from '@telltale/definition';
import { printYamlDocument } from '@telltale/formats';
import { fileHeader } from '../file-header.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';
import { blackboxModule, blackboxNotes } from './blackbox-modules.ts';
import { moduleName } from './module-name.ts';

/**
 * Generates the modules of blackbox_exporter, one for each probe of the definition; which address a module is used
 * for stands in the configuration of Prometheus. Nothing for a definition without probes.
 */
export function generateBlackbox(definition: ResolvedDefinition): readonly GeneratedFile[] {
  const probes = probesOf(definition);
  if (probes.length === 0) return [];
  const modules = Object.fromEntries(
    definition.targets.flatMap(({ job, probes: ofJob = [] }) =>
      ofJob.map((probe) => [moduleName(job, probe.name), blackboxModule(probe)] as const),
    ),
  );
  const header = [...fileHeader(definition), ...probes.flatMap(blackboxNotes)];
  return [{ path: layoutOf(definition).blackbox, text: printYamlDocument({ modules }, header) }];
}

/** All probes of a definition. */
export function probesOf({ targets }: ResolvedDefinition): readonly ResolvedBlackboxProbe[] {
  return targets.flatMap(({ probes = [] }) => probes);
}
