/** How a package is changed when a program loads it. */
export interface ModulePatch {
  /** Name of the package. */
  readonly name: string;
  /** Files of it that are changed, from the folder of the package on. */
  readonly files: readonly string[];
  /**
   * Changes what a file exports: in place, or by giving other values for some names. A patch that throws changes
   * nothing, which is told.
   */
  readonly patch: (
    exports: Readonly<Record<string, unknown>>,
  ) => Readonly<Record<string, unknown>> | undefined;
}
