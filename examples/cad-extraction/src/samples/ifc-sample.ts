import type { SpatialNode } from '../parsing/facts.ts';
import type { Sample } from './sample.ts';

const HEADER = `ISO-10303-21;
HEADER;
FILE_DESCRIPTION((''),'2;1');
FILE_NAME('house.ifc','2026-01-01T00:00:00',(''),(''),'','','');
FILE_SCHEMA(('IFC4'));
ENDSEC;
DATA;
`;
const FOOTER = 'ENDSEC;\nEND-ISO-10303-21;\n';

/** A house with walls on one storey. */
export function ifcSample(number: number): Sample {
  const walls = 4 + (number % 30);
  const lines: string[] = [];
  const add = (kind: string, values: (guid: string) => string): number => {
    const id = lines.length + 1;
    lines.push(`#${id}=${kind}(${values(`'${String(number * 1000 + id).padStart(22, '0')}'`)});`);
    return id;
  };
  const project = add('IFCPROJECT', (guid) => `${guid},$,'Project ${number}',$,$,$,$,$,$`);
  const site = add('IFCSITE', (guid) => `${guid},$,'Site',$,$,$,$,$,.ELEMENT.,$,$,$,$,$`);
  const building = add('IFCBUILDING', (guid) => `${guid},$,'House',$,$,$,$,$,.ELEMENT.,$,$,$`);
  const storey = add('IFCBUILDINGSTOREY', (guid) => `${guid},$,'Ground floor',$,$,$,$,$,.ELEMENT.,0.`);
  const ids = Array.from({ length: walls }, (_, at) =>
    add('IFCWALL', (guid) => `${guid},$,'Wall ${at + 1}',$,$,$,$,$,$`),
  );
  for (const [whole, part] of [
    [project, site],
    [site, building],
    [building, storey],
  ]) {
    add('IFCRELAGGREGATES', (guid) => `${guid},$,$,$,#${whole},(#${part})`);
  }
  const all = ids.map((id) => `#${id}`).join(',');
  add('IFCRELCONTAINEDINSPATIALSTRUCTURE', (guid) => `${guid},$,$,$,(${all}),#${storey}`);
  return {
    name: `house-${number}.ifc`,
    type: 'ifc',
    content: Buffer.from(`${HEADER}${lines.join('\n')}\n${FOOTER}`),
    known: {
      type: 'ifc',
      entities: {
        IFCPROJECT: 1,
        IFCSITE: 1,
        IFCBUILDING: 1,
        IFCBUILDINGSTOREY: 1,
        IFCWALL: walls,
        IFCRELAGGREGATES: 3,
        IFCRELCONTAINEDINSPATIALSTRUCTURE: 1,
      },
      tree: treeOf(`Project ${number}`, walls),
    },
  };
}

function treeOf(project: string, walls: number): SpatialNode {
  const node = (kind: string, name: string, children: readonly SpatialNode[] = []) => ({
    kind,
    name,
    children,
  });
  const elements = Array.from({ length: walls }, (_, at) => node('IFCWALL', `Wall ${at + 1}`));
  const storey = node('IFCBUILDINGSTOREY', 'Ground floor', elements);
  return node('IFCPROJECT', project, [node('IFCSITE', 'Site', [node('IFCBUILDING', 'House', [storey])])]);
}
