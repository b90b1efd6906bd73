import type { ExportWish, WordLanguage } from '../../contract/exports.ts';
import { asking, files, type PlanTask } from '../plans/plan-thread.ts';
import { writeChangeList } from './change-list.ts';
import { sourceOfDivision, sourceOfPlan } from './export-source.ts';
import { type ExportedFile, writeDivision } from './write-division.ts';

// What a thread writes as files: outlines of a whole county take seconds, and so does packing them.

export const exportDivision: PlanTask<{ date: string; wish: ExportWish }, ExportedFile> = async (
  { date, wish, ...asker },
  ask,
) => writeDivision(await sourceOfDivision(files, asking(asker, ask), date), wish);

export const exportPlan: PlanTask<{ id: number; wish: ExportWish }, ExportedFile> = async (
  { id, wish, ...asker },
  ask,
) => writeDivision(await sourceOfPlan(files, asking(asker, ask), id), wish);

export const changeList: PlanTask<{ id: number; lang: WordLanguage }, ExportedFile> = ({ id, lang, ...asker }, ask) =>
  writeChangeList(files, asking(asker, ask), id, lang);
