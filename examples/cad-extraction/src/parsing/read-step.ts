import type { Occt, OcctMesh } from 'occt-import-js';
import load from 'occt-import-js';

import { boxOf } from './box.ts';
import type { Facts } from './facts.ts';

type Point = readonly [number, number, number];

let library: Promise<Occt> | undefined;

/** Reads the solids of an assembly. Throws where it is none, or only the beginning of one. */
export async function readStep(content: Uint8Array): Promise<Facts> {
  // What is wrong with a file it prints; that it is wrong is told by the result.
  library ??= load({ print: () => undefined, printErr: () => undefined });
  const { success, meshes = [] } = (await library).ReadStepFile(content, null);
  if (!success) throw new Error('no assembly is in the file');
  return {
    type: 'step',
    solids: meshes.length,
    faces: meshes.reduce((sum, { brep_faces: faces }) => sum + faces.length, 0),
    volume: meshes.reduce((sum, mesh) => sum + volumeOf(mesh), 0),
    box: boxOf(meshes.flatMap((mesh) => [...pointsOf(mesh)])),
    parts: [...new Set(meshes.map(({ name }) => name))].toSorted(),
  };
}

function pointAt({ attributes }: OcctMesh, at: number): Point {
  const { array } = attributes.position;
  return [array[3 * at], array[3 * at + 1], array[3 * at + 2]];
}

function* pointsOf(mesh: OcctMesh): Generator<Point> {
  const count = mesh.attributes.position.array.length / 3;
  for (let at = 0; at < count; at++) yield pointAt(mesh, at);
}

/** The tetrahedra between the origin and each triangle: those that face it count as negative. */
function volumeOf(mesh: OcctMesh): number {
  const { array } = mesh.index;
  let sum = 0;
  for (let at = 0; at < array.length; at += 3) {
    const [a, b, c] = [0, 1, 2].map((corner) => pointAt(mesh, array[at + corner]));
    sum += a[0] * (b[1] * c[2] - b[2] * c[1]);
    sum += a[1] * (b[2] * c[0] - b[0] * c[2]);
    sum += a[2] * (b[0] * c[1] - b[1] * c[0]);
  }
  return sum / 6;
}
