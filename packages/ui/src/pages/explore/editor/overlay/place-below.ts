const GAP_PX = 4;
/** With less room than this below, a box with more of it above goes there. */
const ROOM_PX = 220;

/** Puts a box of the editor below a character of the overlay, or above it, inside of the editor's width. */
export function placeBelow(box: HTMLElement | null, overlay: HTMLElement | null, offset: number): void {
  const editor = box?.parentElement;
  if (box === null || overlay === null || editor === null || editor === undefined) return;
  const at = placeOf(overlay, offset);
  const around = editor.getBoundingClientRect();
  const room = innerHeight - at.bottom;
  const isAbove = room < ROOM_PX && at.top > room;
  const { style } = box;
  style.top = isAbove ? 'auto' : `${at.bottom - around.top + GAP_PX}px`;
  style.bottom = isAbove ? `${around.bottom - at.top + GAP_PX}px` : 'auto';
  style.left = `${Math.max(0, Math.min(at.left - around.left - 9, around.width - box.offsetWidth))}px`;
}

/** Where a character of the overlay is drawn, in the window. */
function placeOf(overlay: HTMLElement, offset: number): DOMRect {
  const walker = document.createTreeWalker(overlay, NodeFilter.SHOW_TEXT);
  let rest = offset;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const { length } = node.nodeValue ?? '';
    if (rest < length) {
      const range = document.createRange();
      range.setStart(node, rest);
      range.setEnd(node, rest + 1);
      return range.getClientRects()[0] ?? overlay.getBoundingClientRect();
    }
    rest -= length;
  }
  return overlay.getBoundingClientRect();
}
