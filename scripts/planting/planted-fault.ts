/** A fault that switches off what a row of the ledger asks for. */
export interface PlantedFault {
  /** The row of `docs/ledger.json`, one of whose tests has to fail. */
  readonly row: string;
  /** What does not work any more. */
  readonly loss: string;
  /** The file of the code, from the root of the repository. */
  readonly file: string;
  /** What stands there exactly once. */
  readonly find: string;
  readonly put: string;
  /** The file of the tests that have to notice. */
  readonly test: string;
}

/** The code with the fault. @throws Error where the place is not there, or there are several. */
export function plantFault(code: string, { file, find, put }: PlantedFault): string {
  const places = code.split(find).length - 1;
  if (places !== 1) throw new Error(`${file} has ${places} places with the text: ${find}`);
  // A function: the text may hold what means something to a replacement.
  return code.replace(find, () => put);
}
