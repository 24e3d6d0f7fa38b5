/** The row a reader left each list at, for as long as the window is open. */
const placeByFilter = new Map<string, number>();

export const rememberPlace = (filterKey: string, index: number): void => {
  placeByFilter.set(filterKey, index);
};

export const lastPlace = (filterKey: string): number => placeByFilter.get(filterKey) ?? 0;
