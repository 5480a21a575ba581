/** Kinds of files that are extracted. */
export const TASK_TYPES = ['pdf', 'dxf', 'ifc', 'step'] as const;

/** A kind of file. */
export type TaskType = (typeof TASK_TYPES)[number];

/** The smallest box with sides along the axes that has everything in it. */
export interface Box {
  readonly min: readonly [number, number, number];
  readonly max: readonly [number, number, number];
}

/** What was found in a file. */
export type Facts =
  | { readonly type: 'pdf'; readonly pages: number; readonly text: string }
  | {
      readonly type: 'dxf';
      /** Entities by type, such as `LINE`. */
      readonly entities: Readonly<Record<string, number>>;
      readonly layers: readonly string[];
      readonly box: Box;
    }
  | {
      readonly type: 'ifc';
      /** Entities by class, such as `IFCWALL`. */
      readonly entities: Readonly<Record<string, number>>;
      readonly tree: SpatialNode;
    }
  | {
      readonly type: 'step';
      readonly solids: number;
      readonly faces: number;
      /** Cubic millimetres, by the triangles that the surface was cut into. */
      readonly volume: number;
      readonly box: Box;
      readonly parts: readonly string[];
    };

/** A project, site, building, storey or element, with what it consists of. */
export interface SpatialNode {
  readonly kind: string;
  readonly name: string;
  readonly children: readonly SpatialNode[];
}

/** The kind of file that a name says, or `undefined` where nothing reads it. */
export function taskTypeOf(name: string): TaskType | undefined {
  const extension = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const type = extension === 'stp' ? 'step' : extension;
  return TASK_TYPES.find((one) => one === type);
}
