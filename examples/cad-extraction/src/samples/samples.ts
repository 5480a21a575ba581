import type { TaskType } from '../parsing/facts.ts';
import { dxfSample } from './dxf-sample.ts';
import { ifcSample } from './ifc-sample.ts';
import { pdfSample } from './pdf-sample.ts';
import type { Sample } from './sample.ts';
import { stepSample } from './step-sample.ts';

/** Files of each kind; the same number makes the same file. */
export const SAMPLES: Readonly<Record<TaskType, (number: number) => Sample>> = {
  dxf: dxfSample,
  ifc: ifcSample,
  pdf: pdfSample,
  step: stepSample,
};

/** The beginning of a file: nobody can read it. */
export function cutOff({ name, type, content }: Sample): Omit<Sample, 'known'> {
  return { name, type, content: content.subarray(0, Math.floor(content.length * 0.6)) };
}
