/** A place in the pager: a page, or the gap between two that are not neighbours. */
export type PagerPlace =
  | { readonly gap: false; readonly label: string; readonly url: string; readonly current: boolean }
  | { readonly gap: true };
export type Pager = {
  readonly previous: string | null;
  readonly next: string | null;
  readonly pages: readonly PagerPlace[];
};

/** How many pages stand on each side of the current one. */
const AROUND = 1;

/**
 * Previous, the first page, the neighbours of the current one, the last page, next. A single page that would be left out between two
 * is shown instead of a gap.
 */
export function fullPager(page: number, pages: number, urlOf: (page: number) => string): Pager | null {
  if (pages <= 1) return null;
  const places: PagerPlace[] = [];
  let before = 0;
  for (let number = 1; number <= pages; number = nextShown(number, page, pages)) {
    if (number > before + 1) places.push({ gap: true });
    places.push({ gap: false, label: String(number), url: urlOf(number), current: number === page });
    before = number;
  }
  return { previous: previousOf(page, urlOf), next: page < pages ? urlOf(page + 1) : null, pages: places };
}

/** Previous and next only; null when there is neither. */
export function miniPager(page: number, hasNext: boolean, urlOf: (page: number) => string): Pager | null {
  if (page <= 1 && !hasNext) return null;
  return { previous: previousOf(page, urlOf), next: hasNext ? urlOf(page + 1) : null, pages: [] };
}

function previousOf(page: number, urlOf: (page: number) => string): string | null {
  return page > 1 ? urlOf(page - 1) : null;
}

/** The number that is shown after `number`. */
function nextShown(number: number, page: number, pages: number): number {
  const from = page - AROUND;
  const to = page + AROUND;
  if (number >= to)
    return number === pages ? pages + 1 : number + 1 >= pages - 1 ? number + 1 : Math.max(pages, number + 1);
  if (number + 1 >= from) return number + 1;
  return number === 1 && from <= 3 ? 2 : from;
}
