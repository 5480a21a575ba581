/** Node's own options, so that programs run from their sources. */
export const SOURCE_FLAGS: readonly string[] = ['--conditions=@telltale/source', '--no-warnings'];
