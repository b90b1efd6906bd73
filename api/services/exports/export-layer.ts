import type { LayerExport } from '../../contract/layer-exports.ts';
import { writeAudit } from '../../db/audit.ts';
import type { Db, ScopedDatabase, Statement } from '../../db/database.ts';
import type { WrittenExport } from '../../db/export-jobs.ts';
import { runTask } from '../../worker/run-task.ts';
import type { LayerQuestion, LayerReply } from './layer-export-task.ts';

/** Says in the county's audit log that a layer is taken away: who, which part of it, and how. */
export function auditExport(db: Db & Pick<ScopedDatabase, 'scope'>, { ids, ...wish }: LayerExport): Promise<void> {
  const { county, account = null, role } = db.scope;
  const detail = { ...wish, ...(ids && { ids: ids.length }) };
  return writeAudit(db, { county, account, role, action: 'layer.export', object: wish.layer, detail });
}

/**
 * Writes a layer as a file, off the server's event loop, as whoever the database is scoped to.
 *
 * @param path        file that is not there yet; a half of one may be left when it fails
 * @param onProgress  is told how far it is, 0 … 1
 * @throws ProblemError 'not-found', 'unknown-crs', 'invalid-request'; the signal's reason; what `onProgress` throws
 */
export const exportLayer = (
  db: ScopedDatabase,
  wish: LayerExport,
  path: string,
  { signal, onProgress }: { signal?: AbortSignal; onProgress: (share: number) => Promise<void> },
): Promise<WrittenExport> =>
  runTask(
    'layers/write',
    { kind: db.kind, scope: db.scope, wish, path },
    {
      answer: async (question: LayerQuestion): Promise<LayerReply> => {
        if (isStatement(question)) return db.query(question);
        await onProgress(question.progress);
        return null;
      },
      ...(signal && { signal }),
    },
  );

const isStatement = (question: LayerQuestion): question is Statement => 'text' in question;
