/** A size such as `10GB` or `512MiB`; a GB is 1024³ bytes. */
export type ByteSize = `${number}${'B' | 'KB' | 'MB' | 'GB' | 'TB' | 'KiB' | 'MiB' | 'GiB' | 'TiB'}`;
