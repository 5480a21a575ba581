declare module 'occt-import-js' {
  /** A solid, cut into triangles. */
  export interface OcctMesh {
    readonly name: string;
    readonly attributes: { readonly position: { readonly array: readonly number[] } };
    readonly index: { readonly array: readonly number[] };
    readonly brep_faces: readonly { readonly first: number; readonly last: number }[];
  }

  /** What was read; without success there are no meshes. */
  export interface OcctResult {
    readonly success: boolean;
    readonly meshes?: readonly OcctMesh[];
  }

  /** The library, once its WebAssembly is there. */
  export interface Occt {
    ReadStepFile(content: Uint8Array, parameters: object | null): OcctResult;
  }

  export default function load(options?: object): Promise<Occt>;
}
