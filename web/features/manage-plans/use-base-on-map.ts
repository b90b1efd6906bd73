import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { DivisionSummary } from '../../../api/contract/counties.ts';
import { today } from '../../../api/contract/today.ts';
import { countyQuery } from '../../state/queries.ts';
import { store, useApp } from '../../state/store.ts';

interface BaseOnMap {
  /** the newest first */
  readonly divisions: readonly DivisionSummary[];
  /** the one that the map shows; undefined while they are not known, or on a day before the first */
  readonly base: DivisionSummary | undefined;
  chooseBase(division: number): void;
}

/**
 * The division that a plan starts from is the one on the map, so that pointing at the map means regions of it: choosing
 * one turns the map to its first day (the newest at first), another day on the map chooses the division of that day.
 * Afterwards the map is back at its day.
 */
export function useBaseOnMap(): BaseOnMap {
  const county = useApp((state) => state.county) ?? '';
  const date = useApp((state) => state.date);
  const setDate = useApp((state) => state.setDate);
  const [openedOn] = useState(date);
  const known = useQuery(countyQuery(county, openedOn)).data?.divisions;
  const divisions = useMemo(() => [...(known ?? [])].sort((a, b) => b.validFrom.localeCompare(a.validFrom)), [known]);
  const base = divisionOn(divisions, date);
  const chooseBase = useCallback(
    (id: number) => {
      const chosen = divisions.find((division) => division.id === id);
      if (chosen) setDate(chosen === divisionOn(divisions, null) ? null : chosen.validFrom);
    },
    [divisions, setDate],
  );
  const newest = divisions[0];
  useEffect(() => {
    if (newest) chooseBase(newest.id);
  }, [newest, chooseBase]);
  useEffect(
    () => () => {
      // Another county has a day of its own.
      if (store.getState().county === county) setDate(openedOn);
    },
    [county, openedOn, setDate],
  );
  return { divisions, base, chooseBase };
}

/** @param date  yyyy-mm-dd; null = today */
export const divisionOn = (divisions: readonly DivisionSummary[], date: string | null): DivisionSummary | undefined =>
  divisions.find(({ validFrom }) => validFrom <= (date ?? today()));
