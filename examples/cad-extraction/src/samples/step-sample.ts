import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

import type { Sample } from './sample.ts';

/** Files that the reader of STEP is tested with by those who made it. */
const FOLDER = join(
  dirname(createRequire(import.meta.url).resolve('occt-import-js/package.json')),
  'test/testfiles',
);

/** What is known of them: a cube is a cube in every unit. */
const FILES: readonly (readonly [string, Sample['known']])[] = [
  ['cube-units/cube-mm.step', { type: 'step', solids: 1, faces: 6 }],
  ['cube-units/cube-in.step', { type: 'step', solids: 1, faces: 6 }],
  ['simple-basic-cube/cube.stp', { type: 'step', solids: 1, faces: 6 }],
  ['conical-surface/conical-surface.step', { type: 'step', solids: 1, faces: 5 }],
  ['rounded-cube/rounded-cube.step', { type: 'step', solids: 1, faces: 7 }],
  ['cax-if/as1_pe_203.stp', { type: 'step', solids: 18 }],
];

/** One of a few assemblies. */
export function stepSample(number: number): Sample {
  const [path, known] = FILES[number % FILES.length];
  return { name: basename(path), type: 'step', content: readFileSync(join(FOLDER, path)), known };
}

/** How many there are. */
export const STEP_SAMPLES: number = FILES.length;
