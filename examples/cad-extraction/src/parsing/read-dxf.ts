import type { DxfParser, IEntity, IPoint } from 'dxf-parser';
import dxfParser from 'dxf-parser';

import { boxOf } from './box.ts';
import type { Facts } from './facts.ts';

/** What entities have that take up room; each has some of it. */
interface Shape {
  readonly vertices?: readonly IPoint[];
  readonly center?: IPoint;
  readonly radius?: number;
  readonly position?: IPoint;
}

type Point = readonly [number, number, number];

// The package is its class; its types say that it has it.
const Parser = dxfParser as unknown as typeof DxfParser;

/** Reads the entities of a drawing. Throws where it is no drawing, or only the beginning of one. */
export function readDxf(content: Uint8Array): Facts {
  const drawing = new Parser().parseSync(Buffer.from(content).toString());
  if (!drawing) throw new Error('no drawing is in the file');
  const entities: Record<string, number> = {};
  for (const { type } of drawing.entities) entities[type] = (entities[type] ?? 0) + 1;
  return {
    type: 'dxf',
    entities,
    layers: [...new Set(drawing.entities.map(({ layer }) => layer))].toSorted(),
    box: boxOf(drawing.entities.flatMap(pointsOf)),
  };
}

function pointsOf(entity: IEntity & Shape): readonly Point[] {
  const { vertices = [], center, radius = 0, position } = entity;
  const points = [...vertices, ...(position ? [position] : [])].map(tripleOf);
  if (!center) return points;
  const [x, y, z] = tripleOf(center);
  return [...points, [x - radius, y - radius, z], [x + radius, y + radius, z]];
}

function tripleOf({ x, y, z }: IPoint): Point {
  // A flat drawing leaves it out.
  return [x, y, Number.isFinite(z) ? z : 0];
}
