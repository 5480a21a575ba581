import type { ResolvedDefinition } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import { generateAlertmanager } from './alertmanager/generate-alertmanager.ts';
import { generateBlackbox } from './blackbox/generate-blackbox.ts';
import { generateCatalog } from './catalog/generate-catalog.ts';
import { generateCi } from './ci/generate-ci.ts';
import { generateCollector } from './collector/generate-collector.ts';
import { generateDocs, generateRunbooks } from './docs/generate-docs.ts';
import { generateCompose } from './compose/generate-compose.ts';
import { generateElastic } from './elastic/generate-elastic.ts';
import { generateFilebeat } from './elastic/generate-filebeat.ts';
import { generateLogstash } from './elastic/generate-logstash.ts';
import type { GenerateOptions } from './generate-options.ts';
import type { GeneratedFile } from './generated-file.ts';
import { generateGrafana } from './grafana/generate-grafana.ts';
import { generateJaeger } from './jaeger/generate-jaeger.ts';
import { generateKubernetes } from './kubernetes/generate-kubernetes.ts';
import { generateLogging } from './logging/generate-logging.ts';
import { generatePrometheus } from './prometheus/generate-prometheus.ts';
import { generateProxy } from './proxy/generate-proxy.ts';
import { generateMimir } from './scale-out/generate-mimir.ts';
import { generateStationCompose } from './station/generate-station-compose.ts';
import { generateStationKubernetes } from './station/generate-station-kubernetes.ts';
import { generateSystemd } from './station/generate-systemd.ts';
import { generateThanos } from './scale-out/generate-thanos.ts';

/** Pure: equal definitions and options give equal files. */
export type Generator = (
  definition: ResolvedDefinition,
  options?: GenerateOptions,
) => readonly GeneratedFile[];

/** What can be generated, by the name given to `telltale gen`, in the order in which it is written. */
export const GENERATORS: ReadonlyMap<string, Generator> = new Map<string, Generator>([
  ['prometheus', generatePrometheus],
  ['alertmanager', generateAlertmanager],
  ['blackbox', generateBlackbox],
  ['grafana', generateGrafana],
  ['compose', generateCompose],
  ['mimir', generateMimir],
  ['thanos', generateThanos],
  ['kubernetes', generateKubernetes],
  ['proxy', generateProxy],
  ['collector', generateCollector],
  ['jaeger', generateJaeger],
  ['logstash', generateLogstash],
  ['filebeat', generateFilebeat],
  ['elastic', generateElastic],
  ['logging', generateLogging],
  ['ci', generateCi],
  ['docs', generateDocs],
  ['runbooks', generateRunbooks],
  ['catalog', generateCatalog],
]);

/**
 * Ways to run the station itself, by the name given to `telltale gen`. A project has one of them: they are written
 * when they are asked for, not with all the others.
 */
export const STATION_GENERATORS: ReadonlyMap<string, Generator> = new Map<string, Generator>([
  ['systemd', generateSystemd],
  ['station-compose', generateStationCompose],
  ['station-kubernetes', generateStationKubernetes],
]);

/**
 * The files of every generator.
 *
 * @throws TelltaleError TT_DEFINITION_INVALID where the layout gives two files one path.
 */
export function generateAll(
  definition: ResolvedDefinition,
  options: GenerateOptions = {},
): readonly GeneratedFile[] {
  const writers = new Map<string, string>();
  return [...GENERATORS].flatMap(([name, generate]) => {
    const files = generate(definition, options);
    for (const { path } of files) claim(writers, path, name);
    return files;
  });
}

function claim(writers: Map<string, string>, path: string, name: string): void {
  const writer = writers.get(path);
  if (writer !== undefined) {
    throw new TelltaleError(
      'TT_DEFINITION_INVALID',
      `${writer} and ${name} are both to be written to ${path}.`,
      {
        fix: 'Give one of them another path in the section `layout`.',
      },
    );
  }
  writers.set(path, name);
}
