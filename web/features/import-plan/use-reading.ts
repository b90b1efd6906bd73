import { useEffect, useRef, useState } from 'react';
import type { PlanReading, ReadingWish } from '../../../api/contract/plan-reading.ts';
import type { Plan } from '../../../api/contract/plans.ts';
import { readPlanFile } from '../../api-client/plan-reading.ts';
import { useApp } from '../../state/store.ts';
import { useSending } from '../../state/use-sending.ts';

export interface ChosenFile {
  readonly file: File;
  readonly wish: ReadingWish;
}

/** One file at a time, read by the server; another choice, or leaving, ends it. */
export function useReading({ id }: Plan) {
  const county = useApp((state) => state.county) ?? '';
  const [chosen, setChosen] = useState<ChosenFile | null>(null);
  const [reading, setReading] = useState<PlanReading | null>(null);
  const { sending, notice, send } = useSending();
  const leaving = useRef<AbortController | null>(null);
  useEffect(() => () => leaving.current?.abort(), []);

  async function read(file: File, wish: ReadingWish): Promise<void> {
    leaving.current?.abort();
    const leave = new AbortController();
    leaving.current = leave;
    setChosen({ file, wish });
    setReading(null);
    await send(async () => {
      const answer = await readPlanFile(county, id, file, wish, { signal: leave.signal });
      if (!leave.signal.aborted) setReading(answer);
    });
  }

  function forget(): void {
    leaving.current?.abort();
    setChosen(null);
    setReading(null);
  }

  return { chosen, reading, sending, notice, read, forget };
}
