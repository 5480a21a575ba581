import type { JSX } from 'preact';
import { countAlerts } from '../data/overall-state.ts';
import { useResourceData, useStation } from '../data/station-context.ts';
import { Icon } from '../design/icon.tsx';
import { Mark } from '../design/mark.tsx';
import { Popover } from '../design/popover.tsx';
import { useHref } from '../navigation/links.ts';
import type { Route } from '../navigation/routes.ts';
import { LISTED_PAGES, PAGE_NAMES, listedPageOf } from './page-list.ts';
import type { ListedPage } from './page-list.ts';

/** The way to all pages: at the left side, a rail of icons in narrow windows, behind a button on a phone. */
export function Navigation({ page }: { readonly page: Route['page'] }): JSX.Element {
  const service = useResourceData(useStation().status)?.service ?? '';
  const hrefOf = useHref();
  return (
    <header class="side">
      <a class="brand" href={hrefOf({ page: 'overview' })}>
        <Mark state="quiet" />
        <span class="brand-words">
          <span class="brand-name">Telltale</span>
          {service !== '' && <span class="brand-service">{service}</span>}
        </span>
      </a>
      <nav class="side-nav" aria-label="Pages">
        <PageLinks page={page} />
      </nav>
      <div class="side-menu">
        <Popover
          name="Pages"
          title="Pages"
          buttonClass="icon-button"
          align="start"
          label={<Icon name="menu" />}
        >
          {({ close }) => (
            <nav class="side-nav is-menu" aria-label="All pages" onClick={close}>
              <PageLinks page={page} />
            </nav>
          )}
        </Popover>
      </div>
    </header>
  );
}

function PageLinks({ page }: { readonly page: Route['page'] }): JSX.Element {
  const counts = useCounts();
  const hrefOf = useHref();
  return (
    <>
      {LISTED_PAGES.map((listed, index) => (
        <PageLink
          key={listed.key}
          listed={listed}
          href={hrefOf(listed.route)}
          isCurrent={listed.route.page === listedPageOf(page)}
          isFirst={index > 0 && LISTED_PAGES[index - 1].group !== listed.group}
          count={counts[listed.route.page]}
        />
      ))}
    </>
  );
}

interface Count {
  readonly value: number;
  readonly word: string;
}

function useCounts(): Readonly<Partial<Record<Route['page'], Count>>> {
  const station = useStation();
  const firing = countAlerts(useResourceData(station.alerts), 'firing');
  const targets = useResourceData(station.targets)?.targets ?? [];
  return {
    alerts: { value: firing, word: 'firing' },
    targets: { value: targets.filter(({ health }) => health === 'down').length, word: 'down' },
  };
}

function PageLink(props: {
  readonly listed: ListedPage;
  readonly href: string;
  readonly isCurrent: boolean;
  /** Whether a new group begins here. */
  readonly isFirst: boolean;
  readonly count: Count | undefined;
}): JSX.Element {
  const { listed, count } = props;
  const name = PAGE_NAMES[listed.route.page];
  return (
    <a
      class={props.isFirst ? 'nav-link is-first' : 'nav-link'}
      href={props.href}
      aria-current={props.isCurrent ? 'page' : undefined}
      title={`${name} (g ${listed.key})`}
    >
      <Icon name={listed.icon} />
      <span class="nav-word">{name}</span>
      {count !== undefined && count.value > 0 && (
        <span class="nav-count">
          {count.value}
          <span class="visually-hidden"> {count.word}</span>
        </span>
      )}
    </a>
  );
}
