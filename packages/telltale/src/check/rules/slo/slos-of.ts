import type { ResolvedSlo } from '@telltale/definition';
import type { FindingPlace } from '../../finding.ts';
import { placeOfName } from '../../workspace/definition-place.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** An SLO of a definition, and where its name stands. */
export interface PlacedSlo {
  readonly slo: ResolvedSlo;
  readonly retentionMs: number | undefined;
  readonly place: FindingPlace;
}

/** Every SLO of every definition. */
export function slosOf({ definitions }: Workspace): readonly PlacedSlo[] {
  return definitions.flatMap((definition) =>
    (definition.resolved.slos ?? []).map((slo) => ({
      slo,
      retentionMs: definition.resolved.stack?.retentionMs ?? definition.resolved.station.retentionMs,
      place: placeOfName(definition, slo.name),
    })),
  );
}
