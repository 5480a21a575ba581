import type { StoryResponse } from '@telltale/station/contract';
import { formatFullMoment } from '../../format/times.ts';
import { download, fileName } from '../../panels/export/download.ts';

/** Hands the story to the reader as one file that needs nothing else, with its data. */
export function saveStory(article: HTMLElement, story: StoryResponse): void {
  const html = storyDocument(article, story, {
    styles: pageStyles(document.styleSheets),
    address: location.href,
    theme: document.documentElement.dataset['theme'],
    savedAtMs: Date.now(),
  });
  download(fileName(`story ${story.title}`, 'html'), new Blob([html], { type: 'text/html' }));
}

/** What a saved story is made of beside itself. */
interface SavedPage {
  readonly styles: string;
  /** Where it was saved from. */
  readonly address: string;
  readonly theme: string | undefined;
  readonly savedAtMs: number;
}

/** A document that shows the story as it is on the page. It runs nothing and asks nobody. */
function storyDocument(
  article: HTMLElement,
  story: StoryResponse,
  { styles, address, theme, savedAtMs }: SavedPage,
): string {
  const copy = article.cloneNode(true) as HTMLElement;
  for (const button of copy.querySelectorAll('[data-live]')) button.remove();
  // Links lead to the station that it was saved from.
  for (const link of copy.querySelectorAll('a')) link.setAttribute('href', new URL(link.href, address).href);
  const themeAttribute = theme === undefined ? '' : ` data-theme="${escapeHtml(theme)}"`;
  return `<!doctype html>
<html lang="en"${themeAttribute}>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(story.title)}</title>
<style>${styles.replaceAll('</', String.raw`<\/`)}</style>
<body class="story-file">
${copy.outerHTML}
<footer class="story-foot">Saved ${escapeHtml(formatFullMoment(savedAtMs))} from ${escapeHtml(address)}</footer>
<script type="application/json" id="story">${JSON.stringify(story).replaceAll('<', String.raw`\u003c`)}</script>
</body>
</html>
`;
}

function pageStyles(sheets: StyleSheetList): string {
  return [...sheets].flatMap(({ cssRules }) => [...cssRules].map(({ cssText }) => cssText)).join('\n');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
