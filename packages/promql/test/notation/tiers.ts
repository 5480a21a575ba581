/** A part of the language, and how much of it has to be right. */
export interface Tier {
  readonly name: 'stable' | 'native' | 'experimental';
  /** Share of the cases that have to pass, 0 to 1. */
  readonly goal: number;
}

const STABLE: Tier = { name: 'stable', goal: 1 };
const NATIVE: Tier = { name: 'native', goal: 0.95 };
const EXPERIMENTAL: Tier = { name: 'experimental', goal: 0.7 };

/** All tiers, the strictest first. */
export const TIERS: readonly Tier[] = [STABLE, NATIVE, EXPERIMENTAL];

const EXPERIMENTAL_FILES =
  /^(?:duration_expression|extended_vectors|fill-modifier|info|limit|start_timestamps|type_and_unit)/;

/** The tier of a script by its file name, which is Prometheus'; what nobody knows is stable. */
export function tierOf(fileName: string): Tier {
  if (fileName.startsWith('native_histograms')) return NATIVE;
  return EXPERIMENTAL_FILES.test(fileName) ? EXPERIMENTAL : STABLE;
}
