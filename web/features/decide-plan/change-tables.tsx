import { Table, type TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Publication } from '../../../api/contract/plans.ts';
import { useFormat } from '../../i18n/format.ts';
import { useMoveNames, useRegionName } from '../../state/region-names.ts';
import { asKnown, type Move, type RegionChange, regionKey } from './change-list.ts';

const SCROLL = { x: 640, y: 260 };
const LOOK = { size: 'small', pagination: false, virtual: true, scroll: SCROLL } as const;

/** Old and new code of every region whose code changes. */
export function CodeTable({ regions }: { readonly regions: readonly RegionChange[] }) {
  const { t } = useTranslation('decide-plan');
  const regionName = useRegionName();
  const columns: TableColumnsType<RegionChange> = [
    { title: t('column.region'), ellipsis: true, render: (_, region) => regionName(asKnown(region)) },
    { title: t('column.level'), dataIndex: 'kind', width: 96, render: (kind: string) => t(`common:kind.${kind}`) },
    { title: t('column.oldCode'), dataIndex: 'oldCode', width: 148, render: codeOf },
    { title: t('column.code'), dataIndex: 'code', width: 148, render: codeOf },
    { title: t('column.change'), dataIndex: 'change', width: 84, render: (change: string) => t(`change.${change}`) },
  ];
  return (
    <Table
      {...LOOK}
      rowKey={regionKey}
      columns={columns}
      dataSource={[...regions]}
      locale={{ emptyText: t('noCodes') }}
      aria-label={t('tabs.codes', { n: regions.length })}
    />
  );
}

const codeOf = (code: string | null) => <span className="tabular">{code ?? '—'}</span>;

/** What goes from where to where. */
export function MoveTable({ moves }: { readonly moves: readonly Move[] }) {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  const moveNames = useMoveNames(t('nowhere'));
  const amount = (key: 'blocks' | 'households' | 'residents' | 'buildings'): TableColumnsType<Move>[number] => ({
    title: t(`column.${key}`),
    dataIndex: key,
    width: 104,
    align: 'right',
    sorter: (a, b) => a[key] - b[key],
    render: (value: number) => <span className="tabular">{format.number(value)}</span>,
  });
  const columns: TableColumnsType<Move> = [
    { title: t('column.from'), ellipsis: true, render: (_, move) => moveNames(move).fromName },
    { title: t('column.to'), ellipsis: true, render: (_, move) => moveNames(move).toName },
    amount('blocks'),
    { ...amount('households'), defaultSortOrder: 'descend' },
    amount('residents'),
    amount('buildings'),
  ];
  return (
    <Table
      {...LOOK}
      rowKey={({ from, to }) => `${from} ${to}`}
      columns={columns}
      dataSource={[...moves]}
      locale={{ emptyText: t('noMoves') }}
      aria-label={t('tabs.moves', { n: moves.length })}
    />
  );
}

type LeftBehind = Publication['leftBehind'][number];

/** What is left without its region, to be seen to by somebody. */
export function LeftBehindTable({ rows }: { readonly rows: readonly LeftBehind[] }) {
  const { t } = useTranslation('decide-plan');
  const detailOf = useLeftDetail();
  const columns: TableColumnsType<LeftBehind> = [
    {
      title: t('column.kind'),
      dataIndex: 'kind',
      width: 132,
      render: (kind: string) => t(`left.${kind}`),
    },
    { title: t('column.name'), dataIndex: 'name', ellipsis: true },
    { title: t('column.detail'), render: (_, row) => detailOf(row) },
  ];
  return (
    <Table
      {...LOOK}
      rowKey={leftKey}
      columns={columns}
      dataSource={[...rows]}
      locale={{ emptyText: t('nothingLeft') }}
      aria-label={t('tabs.left', { n: rows.length })}
    />
  );
}

/** An account may have several grants. */
const leftKey = (row: LeftBehind): string => [row.kind, row.id, row.kind === 'grant' ? row.role : ''].join(' ');

/** Why it needs somebody's attention. */
function useLeftDetail(): (row: LeftBehind) => string {
  const { t } = useTranslation('decide-plan');
  const format = useFormat();
  return (row) => {
    switch (row.kind) {
      case 'grant':
        return t('leftDetail.grant', { role: t(`common:role.${row.role}`), region: row.region });
      case 'party_org':
        return t('leftDetail.party_org', { of: t(`common:partyOrg.${row.of}`), region: row.region });
      case 'population': {
        const figure = { residents: format.residents(row.residents), source: row.source || t('noSource') };
        return t('leftDetail.population', { ...figure, why: t(`populationOf.${row.region}`) });
      }
      default:
        return t(`leftDetail.${row.kind}`);
    }
  };
}
