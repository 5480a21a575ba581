/** A file of a tar archive, as the block before its bytes tells it. */
export interface TarEntry {
  readonly path: string;
  readonly bytes: number;
}

/** Headers and files are padded to whole blocks. */
export const TAR_BLOCK_BYTES = 512;
/** Where a header has what, in bytes: begin and length. */
const FIELD = {
  path: [0, 100],
  mode: [100, 8],
  user: [108, 8],
  group: [116, 8],
  size: [124, 12],
  time: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
  prefix: [345, 155],
} as const;
const REGULAR_FILE = '0';
/** Sizes from here on do not fit in eleven octal digits: 8 GiB. */
const OCTAL_LIMIT = 8 ** 11;
const TYPES: Readonly<Record<string, string>> = {
  '1': 'a hard link',
  '2': 'a symbolic link',
  '3': 'a device',
  '4': 'a device',
  '5': 'a folder',
  '6': 'a pipe',
};

/** The header of a regular file in the POSIX format (ustar), which every tar reads. */
export function printTarHeader({ path, bytes }: TarEntry, timeMs: number): Buffer {
  const header = Buffer.alloc(TAR_BLOCK_BYTES);
  if (Buffer.byteLength(path) > FIELD.path[1]) throw new RangeError(`${path} is too long for an archive`);
  const put = ([begin]: readonly [number, number], text: string): void => void header.write(text, begin);
  put(FIELD.path, path);
  put(FIELD.mode, '0000600\0');
  put(FIELD.user, '0000000\0');
  put(FIELD.group, '0000000\0');
  putSize(header, bytes);
  put(FIELD.time, `${octal(Math.floor(timeMs / 1000), 11)}\0`);
  put(FIELD.type, REGULAR_FILE);
  put(FIELD.magic, 'ustar\x0000');
  put(FIELD.checksum, `${octal(checksumOf(header), 6)}\0 `);
  return header;
}

/**
 * What a header says; `undefined` for the empty block that ends an archive.
 *
 * @throws RangeError with the reason where it is none, or not that of a regular file.
 */
export function parseTarHeader(header: Buffer): TarEntry | undefined {
  if (header.every((byte) => byte === 0)) return undefined;
  if (Number.parseInt(textOf(header, FIELD.checksum), 8) !== checksumOf(header)) {
    throw new RangeError('the header of a file is damaged, or this is no tar archive');
  }
  const prefix = textOf(header, FIELD.prefix);
  const path = `${prefix === '' ? '' : `${prefix}/`}${textOf(header, FIELD.path)}`;
  const type = textOf(header, FIELD.type) || REGULAR_FILE;
  if (type !== REGULAR_FILE) {
    throw new RangeError(`${JSON.stringify(path)} is ${TYPES[type] ?? 'of an unknown type'}, not a file`);
  }
  return { path, bytes: sizeOf(header) };
}

/** How many bytes of zeros follow a file of this size. */
export function paddingOf(bytes: number): number {
  return (TAR_BLOCK_BYTES - (bytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;
}

function putSize(header: Buffer, bytes: number): void {
  const [begin, length] = FIELD.size;
  if (bytes < OCTAL_LIMIT) {
    header.write(`${octal(bytes, length - 1)}\0`, begin);
    return;
  }
  // The first bit says that a binary number follows; GNU tar and BSD tar read it.
  header.writeUInt8(0x80, begin);
  header.writeBigUInt64BE(BigInt(bytes), begin + length - 8);
}

function sizeOf(header: Buffer): number {
  const [begin, length] = FIELD.size;
  const isBinary = header.readUInt8(begin) === 0x80;
  const bytes = isBinary
    ? Number(header.readBigUInt64BE(begin + length - 8))
    : Number.parseInt(textOf(header, FIELD.size), 8);
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw new RangeError('the size of a file is none');
  return bytes;
}

/** The sum of all bytes, those of the checksum itself counted as spaces. */
function checksumOf(header: Buffer): number {
  const [begin, length] = FIELD.checksum;
  let sum = 0;
  for (const [index, byte] of header.entries()) {
    sum += index >= begin && index < begin + length ? 0x20 : byte;
  }
  return sum;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function textOf(header: Buffer, [begin, length]: readonly [number, number]): string {
  const text = header.toString('utf8', begin, begin + length);
  const end = text.indexOf('\0');
  return (end === -1 ? text : text.slice(0, end)).trim();
}
