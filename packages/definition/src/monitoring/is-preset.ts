import { isMapping } from '../faults/shape.ts';
import type { Preset } from './preset.ts';

/** Whether something was made by `definePreset`; a definition that was never compiled can have anything there. */
export function isPreset(value: unknown): value is Preset {
  return isMapping(value) && value.kind === 'telltale.preset';
}
