/*
 * MD5 of texts (RFC 1321). Prometheus spreads targets by it; for nothing that has to be secure. Written out
 * because this package runs in browsers too, and because Node refuses MD5 where it is built for FIPS.
 */

const BLOCK_BYTES = 64;
const LENGTH_BYTES = 8;
const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;
const SINES = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);

const encoder = new TextEncoder();

/** The 16 bytes of the hash of a text in UTF-8. */
export function md5(text: string): Uint8Array {
  const words = padded(encoder.encode(text));
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let at = 0; at < words.byteLength; at += BLOCK_BYTES) addBlock(state, words, at);
  const bytes = new DataView(new ArrayBuffer(16));
  state.forEach((word, i) => bytes.setInt32(i * 4, word, true));
  return new Uint8Array(bytes.buffer);
}

/** The last eight bytes as a number, modulo another: which share of all texts this one is in. */
export function md5Modulo(text: string, modulus: number): number {
  const { buffer } = md5(text);
  return Number(new DataView(buffer).getBigUint64(8) % BigInt(modulus));
}

/** A one, zeros up to whole blocks, and the length in bits. */
function padded(bytes: Uint8Array): DataView {
  const blocks = Math.ceil((bytes.length + 1 + LENGTH_BYTES) / BLOCK_BYTES);
  const whole = new Uint8Array(blocks * BLOCK_BYTES);
  whole.set(bytes);
  whole[bytes.length] = 0x80;
  const view = new DataView(whole.buffer);
  view.setBigUint64(whole.length - LENGTH_BYTES, BigInt(bytes.length) * 8n, true);
  return view;
}

function addBlock(state: Int32Array, words: DataView, at: number): void {
  let [a, b, c, d] = state;
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    const sum = a + mixed(round, b, c, d) + SINES[i] + words.getInt32(at + wordOf(round, i) * 4, true);
    const shift = SHIFTS[round][i & 3];
    const turned = (sum << shift) | ((sum | 0) >>> (32 - shift));
    [a, d, c, b] = [d, c, b, (b + turned) | 0];
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
}

function mixed(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (b & d) | (c & ~d);
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
}

function wordOf(round: number, i: number): number {
  if (round === 0) return i;
  if (round === 1) return (5 * i + 1) & 15;
  return round === 2 ? (3 * i + 5) & 15 : (7 * i) & 15;
}
