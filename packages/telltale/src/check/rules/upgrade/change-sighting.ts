import type { VersionChange } from '@telltale/manifests';
import type { FindingPlace } from '../../finding.ts';

/** A change with a place where it shows. */
export interface ChangeSighting {
  readonly change: VersionChange;
  readonly place: FindingPlace;
}
