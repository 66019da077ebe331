/** A place in the pager: a page, or the gap between two that are not neighbours. */
export type PagerPlace =
  | { readonly gap: false; readonly label: string; readonly url: string; readonly current: boolean }
  | { readonly gap: true };
export type Pager = {
  readonly previous: string | null;
  readonly next: string | null;
  readonly pages: readonly PagerPlace[];
};

/**
 * Previous, the first page, the neighbours of the current one, the last page, next. A single page that would be left
 * out between two is shown instead of a gap. After the last page, previous leads back to it.
 */
export function fullPager(page: number, pages: number, urlOf: (page: number) => string): Pager | null {
  if (pages <= 1) return null;
  const places: PagerPlace[] = [];
  let before = 0;
  for (const number of [1, page - 1, page, page + 1, pages]) {
    if (number <= before || number > pages) continue;
    if (number === before + 2) places.push(placeOf(before + 1, page, urlOf));
    else if (number > before + 2) places.push({ gap: true });
    places.push(placeOf(number, page, urlOf));
    before = number;
  }
  const next = page < pages ? urlOf(page + 1) : null;
  return { previous: previousOf(Math.min(page, pages + 1), urlOf), next, pages: places };
}

/** Previous and next only; null when there is neither. */
export function miniPager(page: number, hasNext: boolean, urlOf: (page: number) => string): Pager | null {
  if (page <= 1 && !hasNext) return null;
  return { previous: previousOf(page, urlOf), next: hasNext ? urlOf(page + 1) : null, pages: [] };
}

function previousOf(page: number, urlOf: (page: number) => string): string | null {
  return page > 1 ? urlOf(page - 1) : null;
}

function placeOf(number: number, page: number, urlOf: (page: number) => string): PagerPlace {
  return { gap: false, label: String(number), url: urlOf(number), current: number === page };
}
