import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { attributionIn } from '../../../api/contract/attribution.ts';
import type { Plan } from '../../../api/contract/plans.ts';
import { today } from '../../../api/contract/today.ts';
import { useFormat } from '../../i18n/format.ts';
import { type Named, useNameOf } from '../../i18n/names.ts';
import { useCounty } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import { changesOf, type NoticeChanges } from './notice/changes.ts';
import type { Notice, NoticeTexts } from './notice/draw-notice.ts';
import { noticeQuery } from './notice/notice-query.ts';

/** Moves told one by one; the list of changes has them all. */
const MOST_MOVES = 12;

/** What the notice of a plan shows, once it is known. `error` and `refetch` are the query's. */
export function useNotice(plan: Plan, title: string, issuer: string) {
  const { t } = useTranslation('export-division');
  const format = useFormat();
  const code = useApp((state) => state.county) ?? '';
  const language = useApp((state) => state.preferences.language);
  const nameOf = useNameOf();
  const county = useCounty().data;
  const { data: content, error, refetch } = useQuery(noticeQuery(code, plan));
  const notice = useMemo((): Notice | null => {
    if (!content || !county) return null;
    const { level, base, status, effective } = plan;
    const changes = changesOf(content, level);
    const kind = t(`common:kind.${level}`);
    const above =
      content.after.some(({ region }) => region.kind === 'street') && level !== 'network' && level !== 'union';
    const texts: NoticeTexts = {
      ...{ title, issuer },
      before: t('notice.before', { name: base.name }),
      after: t('notice.after', { title: plan.title }),
      legend: t('notice.legend'),
      legendTouched: t('notice.touched', { kind }),
      legendChanged: t('notice.changed'),
      legendBorder: t('notice.border', { kind }),
      legendEarlier: t('notice.earlier', { kind }),
      legendAbove: above ? t(level === 'grid' ? 'notice.aboveGrid' : 'notice.aboveCommunity') : '',
      legendCounty: t('notice.county'),
      changes: t('notice.changes'),
      changeLines: linesOf(changes),
      more: t('notice.more'),
      about: t('notice.about'),
      facts: [
        t('notice.made', { date: today() }),
        effective ? t('notice.effective', { date: effective }) : t(`notice.status.${status}`),
        ...(county.demo ? [t('notice.demo')] : []),
        ...(county.attribution ? [t('notice.sources', { sources: attributionIn(language, county) })] : []),
      ],
      scale: (n) => t('notice.scale', { n: format.number(n) }),
    };
    return { content, changes, level, texts, words: { nameOf, distance: format.distance, north: t('notice.north') } };

    function linesOf({ fresh, gone, renamed, moves }: NoticeChanges): string[] {
      const names = (regions: readonly Named[]) => regions.map(nameOf).join(t('notice.comma'));
      const lines = [
        fresh.length > 0 && t('notice.fresh', { n: fresh.length, names: names(fresh) }),
        gone.length > 0 && t('notice.gone', { n: gone.length, names: names(gone) }),
        ...renamed.map(({ from, to }) => t('notice.renamed', { from: nameOf(from), to: nameOf(to) })),
        ...moves.slice(0, MOST_MOVES).map(({ from, to, blocks }) =>
          t('notice.move', {
            from: from ? nameOf(from) : t('notice.nowhere'),
            to: to ? nameOf(to) : t('notice.nowhere'),
            blocks: format.number(blocks),
          }),
        ),
      ].filter((line) => line !== false);
      return lines.length > 0 ? lines : [t('notice.nothing')];
    }
  }, [content, county, plan, title, issuer, language, nameOf, t, format]);
  return { notice, error, refetch };
}
