import { useEffect } from 'react';
import { useMap } from '../../map/handle.ts';
import { attachPointers } from '../../map/plan-picture/pointers.ts';
import { planSession } from '../../state/plan/current.ts';
import { type PlanDrawingState, planStore } from '../../state/plan/plan-store.ts';

/** Shows where others point, and tells them where one points and what one draws. No pointer passes through React. */
export function usePresence(): void {
  const map = useMap();
  useEffect(() => {
    if (!map) return;
    const pointers = attachPointers(map, planSession.point);
    const stopHearing = planSession.onEvent((event) => {
      if (event.type === 'presence') pointers.show(event.present);
    });
    let painted: number | null = null;
    const tell = (state: PlanDrawingState): void => {
      const target = strokeTarget(state);
      painted = target ?? painted;
      planSession.drawAt(target ?? chosenRegion(state) ?? painted);
    };
    tell(planStore.getState());
    const stopTelling = planStore.subscribe(tell);
    return () => {
      stopTelling();
      stopHearing();
      pointers.detach();
    };
  }, [map]);
}

/** What the stroke that is being drawn paints: the first of the regions that it touches. */
const strokeTarget = ({ stroke }: PlanDrawingState): number | null => stroke?.figures.keys().next().value ?? null;

/** The region chosen last, or the one chosen to be painted. */
const chosenRegion = ({ regions, target }: PlanDrawingState): number | null =>
  regions.at(-1) ?? (typeof target === 'number' ? target : null);
