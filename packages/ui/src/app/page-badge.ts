import type { Headline } from '../data/overall-state.ts';

/** Shows the overall state in the browser's tab: in the title, and as the icon. */
export function showPageBadge(pageName: string, service: string, headline: Headline): void {
  const place = [pageName, service, 'Telltale'].filter((part) => part !== '').join(' · ');
  document.title = headline.mark === 'quiet' ? place : `${headline.text} – ${place}`;
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const href = headline.mark === 'telling' ? '/favicon-telling.svg' : '/favicon.svg';
  if (icon !== null && icon.getAttribute('href') !== href) icon.setAttribute('href', href);
}
