import { useQuery } from '@tanstack/react-query';
import { type OutlineUrls, planOutlinesQuery } from './plan-outlines.ts';
import { usePlans } from './plan-queries.ts';
import type { ComparedSide } from './plan-room.ts';
import { useCounty } from './queries.ts';
import { useApp } from './store.ts';

/** Which regions a map draws: those in force on a date, or those of a plan. */
export interface RegionsPicture {
  readonly date: string | null;
  readonly outlines: OutlineUrls | null;
  /** the plan is still on its way: meanwhile what is drawn is not it */
  readonly waits: boolean;
}

/** What a map has to draw for one side; for none, or until it is there, what is in force on the date of the screen. */
export function usePicture(side: ComparedSide | null): RegionsPicture {
  const county = useApp((state) => state.county) ?? '';
  const date = useApp((state) => state.date);
  const divisions = useCounty().data?.divisions;
  const listed = usePlans(side?.kind === 'plan');
  const plans = listed.data;
  const plan = side?.kind === 'plan' ? plans?.find(({ id }) => id === side.id) : undefined;
  const outlines = useQuery({
    ...planOutlinesQuery(county, plan?.id ?? 0, plan?.version ?? 0),
    enabled: plan !== undefined,
  });
  if (side?.kind === 'division') {
    const division = divisions?.find(({ id }) => id === side.id);
    return { date: division?.validFrom ?? date, outlines: null, waits: false };
  }
  const waits = side !== null && (plan ? outlines.isPending : listed.isPending);
  return { date, outlines: (plan && outlines.data) ?? null, waits };
}
