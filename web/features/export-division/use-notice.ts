import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { attributionIn } from '../../../api/contract/attribution.ts';
import type { Plan, Publication } from '../../../api/contract/plans.ts';
import { today } from '../../../api/contract/today.ts';
import { useFormat } from '../../i18n/format.ts';
import { type Named, useNameOf } from '../../i18n/names.ts';
import { useCounty } from '../../state/queries.ts';
import { useApp } from '../../state/store.ts';
import type { NoticeChanges } from './notice/changes.ts';
import type { Notice, NoticeTexts } from './notice/draw-notice.ts';
import type { NoticeTable } from './notice/draw-tables.ts';
import { noticeQuery } from './notice/notice-query.ts';

const CHANGE_ORDER = ['new', 'gone', 'changed', 'same'];

/** What the notice of a plan shows, once it is known. `error` and `refetch` are the query's. */
export function useNotice(plan: Plan, title: string, issuer: string) {
  const { t } = useTranslation('export-division');
  const format = useFormat();
  const code = useApp((state) => state.county) ?? '';
  const language = useApp((state) => state.preferences.language);
  const nameOf = useNameOf();
  const county = useCounty().data;
  const { data, error, refetch } = useQuery(noticeQuery(code, plan));
  const notice = useMemo((): Notice | null => {
    if (!data || !county) return null;
    const { content, changes, ground } = data;
    const { level, base, status, effective } = plan;
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
      legendGround: t('notice.ground'),
      legendStation: t('notice.station'),
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
    const words = { nameOf, distance: format.distance, north: t('notice.north') };
    return { content, ground, changes, level, texts, words, tables: [figures(data), movesOf(data)] };

    function figures({ regions }: Pick<Publication, 'regions'>): NoticeTable {
      const named = new Map([...content.before, ...content.after].map(({ region }) => [region.id, region]));
      const rows = regions
        .filter((region) => region.kind === level)
        .sort((a, b) => CHANGE_ORDER.indexOf(a.change) - CHANGE_ORDER.indexOf(b.change))
        .map(({ id, was, name, change, households, oldHouseholds, residents }) => [
          nameOf(named.get(was ?? id ?? -1) ?? { name, nameEn: '' }),
          t(`notice.change.${change}`),
          change === 'new' ? '—' : format.number(oldHouseholds),
          change === 'gone' ? '—' : format.number(households),
          change === 'gone' ? '—' : format.number(residents),
        ]);
      const number = (key: string) => ({ title: t(`notice.column.${key}`), share: 2, isNumber: true });
      const columns = [
        { title: kind, share: 4 },
        { title: t('notice.column.change'), share: 2 },
        ...['oldHouseholds', 'households', 'residents'].map(number),
      ];
      return { title: t('notice.figures', { kind }), columns, rows };
    }

    function movesOf({ moves }: Pick<Publication, 'moves'>): NoticeTable {
      const number = (key: string) => ({ title: t(`notice.column.${key}`), share: 1.4, isNumber: true });
      const columns = [
        ...['from', 'to'].map((key) => ({ title: t(`notice.column.${key}`), share: 3 })),
        ...['blocks', 'households', 'residents'].map(number),
      ];
      const rows = moves.map(({ fromName, toName, blocks, households, residents }) => [
        ...[fromName, toName].map((name) => name || t('notice.nowhere')),
        ...[blocks, households, residents].map(format.number),
      ]);
      return { title: t('notice.moves', { n: moves.length }), columns, rows };
    }

    function linesOf({ fresh, gone, renamed, moves }: NoticeChanges): string[] {
      const names = (regions: readonly Named[]) => regions.map(nameOf).join(t('notice.comma'));
      const lines = [
        fresh.length > 0 && t('notice.fresh', { n: fresh.length, names: names(fresh) }),
        gone.length > 0 && t('notice.gone', { n: gone.length, names: names(gone) }),
        ...renamed.map(({ from, to }) => t('notice.renamed', { from: nameOf(from), to: nameOf(to) })),
        ...moves.map(({ from, to, blocks }) =>
          t('notice.move', {
            from: from ? nameOf(from) : t('notice.nowhere'),
            to: to ? nameOf(to) : t('notice.nowhere'),
            blocks: format.number(blocks),
          }),
        ),
      ].filter((line) => line !== false);
      return lines.length > 0 ? lines : [t('notice.nothing')];
    }
  }, [data, county, plan, title, issuer, language, nameOf, t, format]);
  return { notice, error, refetch };
}
