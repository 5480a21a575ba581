const PADDING_PX = 16;
const LINE_PX = 20;
const MAX_NAMES = 12;

/** What a picture of a panel shows beside its chart. */
export interface PictureText {
  readonly title: string;
  /** Such as `21 Nov 14:03 – 15:10`. */
  readonly stretch: string;
  /** Of the series, with their colours. */
  readonly names: readonly { readonly name: string; readonly colour: string }[];
}

/** A chart with its title, time and legend as one PNG; nothing where the panel has no chart. */
export async function pictureOf(panel: HTMLElement, text: PictureText): Promise<Blob | undefined> {
  const chart = panel.querySelector('canvas');
  if (chart === null) return undefined;
  const scale = chart.width / Math.max(1, chart.clientWidth);
  const names = text.names.slice(0, MAX_NAMES);
  const picture = document.createElement('canvas');
  picture.width = chart.width + 2 * PADDING_PX * scale;
  picture.height = chart.height + (2 * PADDING_PX + (2 + names.length) * LINE_PX) * scale;
  const context = picture.getContext('2d');
  if (context === null) return undefined;
  const style = getComputedStyle(panel);
  context.scale(scale, scale);
  context.fillStyle = style.backgroundColor;
  context.fillRect(0, 0, picture.width, picture.height);
  context.fillStyle = style.color;
  context.textBaseline = 'top';
  context.font = `600 14px ${style.fontFamily}`;
  context.fillText(text.title, PADDING_PX, PADDING_PX);
  context.font = `12px ${style.fontFamily}`;
  context.fillText(text.stretch, PADDING_PX, PADDING_PX + LINE_PX);
  const top = PADDING_PX + 2 * LINE_PX;
  context.drawImage(chart, PADDING_PX, top, chart.width / scale, chart.height / scale);
  names.forEach(({ name, colour }, i) => {
    const y = top + chart.height / scale + i * LINE_PX + 4;
    context.fillStyle = colour;
    context.fillRect(PADDING_PX, y + 6, 14, 3);
    context.fillStyle = style.color;
    context.fillText(name, PADDING_PX + 20, y);
  });
  return new Promise((resolve) => picture.toBlob((blob) => resolve(blob ?? undefined), 'image/png'));
}
